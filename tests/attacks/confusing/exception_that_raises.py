# tries: to raise again whenever somebody looks at what it raised
# stopped by: a cell that ends without a last word when even that fails
# report: raised or exited
# control: none, because outside nobody looks


class Angry(Exception):
    def __str__(self):
        raise KeyboardInterrupt

    __repr__ = __str__


raise Angry

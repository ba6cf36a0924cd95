# tries: to give an exception a name that is no text
# stopped by: a cell that ends without a last word when even that fails
# report: raised or exited
# control: none, because outside nobody shows it


class Name(str):
    def __getitem__(self, key):
        return {1, 2}


class Meta(type):
    __name__ = Name("x")


class Strange(Exception, metaclass=Meta):
    pass


raise Strange("?")

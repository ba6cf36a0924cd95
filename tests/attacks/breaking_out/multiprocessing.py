# tries: to train in worker processes
# stopped by: seccomp: no processes
# report: raised
# control: outside
import multiprocessing

process = multiprocessing.get_context("fork").Process(target=print, args=("@DONE@",))
process.start()
process.join()

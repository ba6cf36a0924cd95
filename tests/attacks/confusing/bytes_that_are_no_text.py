# tries: to print what is in no alphabet
# stopped by: cleaning what is shown
# report: finished
# control: none, because outside nobody shows it
import os

os.write(1, bytes(range(256)) * 10 + b"\xed\xa0\x80\xf4\x90\x80\x80")

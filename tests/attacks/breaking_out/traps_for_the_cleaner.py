# tries: to have the cleaning of its scratch remove, or open to all, what links lead to
# stopped by: cleaning that follows no link
# report: finished
# control: none, because outside nobody cleans up
import os

os.makedirs("a/b")
for index, target in enumerate(("@KEPT_FOLDER@", "@VICTIM_FILE@", "/", "..", "@SECRET_FILE@")):
    os.symlink(target, f"a/{index}")
    os.symlink(target, f"a/b/{index}")
    os.symlink(target, f"-rf {index}")
os.symlink(".", "a/round")
os.mkdir("a/closed", 0)

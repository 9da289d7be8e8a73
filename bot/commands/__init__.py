"""One file per command of `acsg-intake`: add its arguments, run it, give an exit code."""

"""Entry of `python -m visits.rules.growth`."""

import sys

from visits.rules.growth.cli import main

sys.exit(main(sys.argv[1:]))

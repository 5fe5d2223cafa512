import sys

if sys.argv[1:2] == ["recover"]:
    from .recover import main
    sys.exit(main(sys.argv[2:]))

from .driver import main

sys.exit(main())

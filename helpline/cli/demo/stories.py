"""Every story of the demo."""

from helpline.cli.demo.persons import PERSONS
from helpline.cli.demo.professionals import PROFESSIONALS
from helpline.cli.demo.relatives import RELATIVES
from helpline.cli.demo.singles import SINGLES
from helpline.cli.demo.waiting import WAITING

STORIES = (*RELATIVES, *PERSONS, *PROFESSIONALS, *SINGLES, *WAITING)

"""The invented contact point of `helpline demo-data`: its staff, its network, and the stories people bring to it.

Nobody here exists. Numbers are from the range that Ofcom reserves for drama, mail addresses are at example.org.
"""

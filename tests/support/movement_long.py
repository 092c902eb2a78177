"""A movement of everything at once: journeys of 22 hours by night, families, stretchers, an exchange point, private cars, two teams a convoy."""

LONG = """name = "long road"
[time]
start = 2030-03-30
zone = "Europe/Paris"
slot = 30
days = 6
[windows]
night = ["20:00-04:00"]
light = ["daylight at north"]
[[place]]
id = "north"
name = "Northtown"
longitude = 2.3
latitude = 48.9
[[place]]
id = "field"
name = "the crossing field"
kind = "exchange"
[[place]]
id = "refuge"
kind = "destination"
[[place]]
id = "south"
name = "Southtown"
[[checkpoint]]
id = "bridge"
per_hour = 6
[[vehicle]]
id = "bus"
seats = 40
crush = 90
[[vehicle]]
id = "ambulance"
seats = 2
loading = 30
[[vehicle]]
id = "car"
seats = 4
loading = 0
unloading = 0
returns = false
[[pool]]
type = "bus"
place = "north"
number = 6
[[pool]]
type = "ambulance"
place = "north"
number = 3
[[pool]]
type = "car"
place = "north"
number = 10
[[pool]]
type = "bus"
place = "field"
number = 6
[[pool]]
type = "ambulance"
place = "field"
number = 3
[[pool]]
type = "bus"
place = "south"
number = 4
[[escort]]
place = "north"
number = 4
[[escort]]
place = "field"
number = 3
[[escort]]
place = "south"
number = 2
[[leg]]
id = "long"
name = "the long road"
from = "north"
to = "field"
out = 1320
back = 1200
window = "night"
covers = "departure"
escorts = 2
checkpoints = ["bridge@120"]
largest = 12
[[leg]]
id = "last"
from = "field"
to = "refuge"
out = 90
window = "light"
checkpoints = ["bridge"]
[[leg]]
id = "back-road"
from = "south"
to = "refuge"
out = 120
window = "light"
[[group]]
id = "families"
category = "civilians"
origin = "north"
count = [120, 150, 180]
lot = 4
rides = ["bus", "car"]
destinations = ["refuge"]
[[group]]
id = "wounded"
category = "stretcher cases"
origin = "north"
count = [3, 6]
weight = 10
rides = ["ambulance"]
[[group]]
id = "wheelchairs"
category = "civilians"
origin = "north"
count = 8
rides = ["ambulance"]
weight = 3
[[group]]
id = "others"
category = "others"
origin = "north"
count = [40, 60]
rides = ["bus"]
joins = [[2, 20]]
[[group]]
id = "southerners"
category = "civilians"
origin = "south"
count = [60, 80]
rides = ["bus"]
[[terms.mix]]
clause = "2.1"
groups = ["families", "wounded", "wheelchairs"]
[[terms.reciprocity]]
clause = "6.1"
left = ["families", "wounded", "wheelchairs"]
right = ["southerners"]
share = [2, 1]
ahead = [120, 60]
given = "crossed"
received = "arrived"
[[terms.gate]]
clause = "3.1"
held = ["others"]
awaited = ["families"]
percent = 50
delay = 60
[[terms.deadline]]
clause = "9.1"
high = "2030-04-04"
"""

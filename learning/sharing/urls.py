"""Under /cms/, where learning/sharing/wagtail_hooks.py puts them, and at /packs/ for whoever holds an address."""

from django.urls import path

from learning.sharing.views import following, making, offering, receiving

app_name = "packs"

urlpatterns = [
    path("", making.index, name="index"),
    path("key/", making.key, name="key"),
    path("make/", making.make, name="make"),
    path("made/<uuid:made_id>/", making.made, name="made"),
    path("made/<uuid:made_id>/file/", making.made_file, name="made_file"),
    path("made/<uuid:made_id>/offer/", offering.offer, name="offer"),
    path("made/<uuid:made_id>/offer/end/", offering.end_offer, name="end_offer"),
    path("publishers/add/", receiving.add, name="add_publisher"),
    path("publishers/<uuid:publisher_id>/", following.publisher, name="publisher"),
    path("publishers/<uuid:publisher_id>/follow/", following.follow, name="follow"),
    path("following/<uuid:following_id>/look/", following.look, name="look"),
    path("following/<uuid:following_id>/stop/", following.stop, name="stop_following"),
    path("publishers/<uuid:publisher_id>/withdraw/", receiving.withdraw, name="withdraw"),
    path("bring/", receiving.bring, name="bring"),
    path("received/<uuid:received_id>/", receiving.received, name="received"),
    path("received/<uuid:received_id>/take/", receiving.take, name="take"),
    path("received/<uuid:received_id>/taken/", receiving.taken, name="taken"),
    path("received/<uuid:received_id>/decline/", receiving.decline, name="decline"),
    path("received/<uuid:received_id>/undo/", receiving.undo, name="undo"),
]

offered = (
    [
        path("<slug:offer>/", offering.line, name="line"),
        path("<slug:offer>/pack.zip", offering.pack, name="pack"),
    ],
    "offered",
)

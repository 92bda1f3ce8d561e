"""The flow *apply* and the pages around it, as one table: from what people see, by what happens, to what follows."""

from __future__ import annotations

from kiosk.flow.asking import Form
from kiosk.flow.browsing import Attract, Home
from kiosk.flow.calling_back import CallBack, CallBackTicket
from kiosk.flow.card_reading import Card
from kiosk.flow.child_by_register import ChildByRegister
from kiosk.flow.facing import Face, FaceConsent
from kiosk.flow.finding import Search, Services
from kiosk.flow.for_another import ForWhom, Grant, OtherCard
from kiosk.flow.guiding import Guide
from kiosk.flow.handing_in import NotSaved, Printing, Saving
from kiosk.flow.materials import Materials
from kiosk.flow.notice import OneTimeNotice
from kiosk.flow.proving import Elsewhere, StaffCheck, StaffProof
from kiosk.flow.receiving import Number, Receipt
from kiosk.flow.remote_proving import CodeInstead, IdentityCode, SmsCode
from kiosk.flow.reviewing import Review, Signature
from kiosk.flow.standing import Devices, Goodbye, Help, HelpStaff, Recovered, Suspended, Ticket
from kiosk.flow.state import table
from kiosk.flow.travel_key import ShowZone, TravelKey
from kiosk.flow.way_choice import Identity
from kiosk.flow.without_card import ReaderNotSetUp, WithoutCard

APPLY = table(
    # looking around
    (Home, "quiet", Attract),
    (Attract, "home", Home),
    (Attract, "document", Services),
    (Attract, "card-problem", Card),
    (Home, "search", Search),
    (Home, "list", Services),
    (Home, "guide", Guide),
    (Home, "document", Services),
    (Home, "card-problem", Card),
    (Home, "recovered", Recovered),
    (Services, "guide", Guide),
    (Services, "document", Services),
    (Services, "card-problem", Card),
    (Services, "search", Search),
    (Services, "back", Home),
    (Search, "guide", Guide),
    (Search, "document", Services),
    (Search, "card-problem", Card),
    (Search, "list", Services),
    (Search, "back", Home),
    (Guide, "back", Services),
    (Guide, "back-search", Search),
    (Guide, "notice", OneTimeNotice),
    (OneTimeNotice, "back", Guide),
    (OneTimeNotice, "materials", Materials),
    (Guide, "start", Card),
    (Guide, "ticket", Ticket),
    # who stands here
    (Card, "ready", Identity),
    (Card, "back", Guide),
    (Card, "browse", Services),
    (Card, "home", Home),
    (Card, "no-card", WithoutCard),
    (Card, "not-set-up", ReaderNotSetUp),
    (WithoutCard, "back", Card),
    (WithoutCard, "identity-code", CodeInstead),
    (CodeInstead, "back", WithoutCard),
    (CodeInstead, "taken", Card),
    (WithoutCard, "call-back", CallBack),
    (WithoutCard, "ticket", Ticket),
    (WithoutCard, "other-time", Elsewhere),
    (WithoutCard, "for-other", ForWhom),
    (ReaderNotSetUp, "for-other", ForWhom),
    (ReaderNotSetUp, "card", Card),
    (ReaderNotSetUp, "guide", Guide),
    (ReaderNotSetUp, "home", Home),
    (ReaderNotSetUp, "identity-code", CodeInstead),
    (ReaderNotSetUp, "call-back", CallBack),
    (ReaderNotSetUp, "ticket", Ticket),
    (ReaderNotSetUp, "other-time", Elsewhere),
    (Card, "key", TravelKey),
    (OtherCard, "key", TravelKey),
    (TravelKey, "show", ShowZone),
    (ShowZone, "seen", TravelKey),
    (ShowZone, "back", TravelKey),
    (TravelKey, "card", Card),
    (TravelKey, "other-card", OtherCard),
    (Identity, "enough", Form),
    (Identity, "staff", StaffProof),
    (Identity, "ticket", Ticket),
    (Identity, "other-time", Elsewhere),
    (Identity, "back", Guide),
    (StaffProof, "staff", StaffCheck),
    (StaffProof, "back", Identity),
    (StaffCheck, "confirmed", Form),
    (StaffCheck, "denied", Identity),
    (Identity, "for-other", ForWhom),
    (Card, "for-other", ForWhom),
    (ForWhom, "back", Card),
    (ForWhom, "guide", Guide),
    (ForWhom, "chosen", Card),
    (Card, "other", OtherCard),
    (Card, "organisation", Grant),
    (OtherCard, "back", ForWhom),
    (OtherCard, "no-card", Elsewhere),
    (OtherCard, "read", Grant),
    (OtherCard, "by-register", ChildByRegister),
    (ChildByRegister, "back", OtherCard),
    (ChildByRegister, "given", Grant),
    (ChildByRegister, "elsewhere", Elsewhere),
    (Grant, "back", ForWhom),
    (Grant, "granted", Identity),
    (Grant, "papers", StaffProof),
    (Identity, "face", FaceConsent),
    (FaceConsent, "agreed", Face),
    (FaceConsent, "refused", Identity),
    (Face, "proven", Form),
    (Face, "withdrawn", Identity),
    (Face, "closed", Identity),
    (Identity, "sms", SmsCode),
    (SmsCode, "proven", Form),
    (SmsCode, "back", Identity),
    (Identity, "identity-code", IdentityCode),
    (IdentityCode, "proven", Form),
    (IdentityCode, "back", Identity),
    (Identity, "call-back", CallBack),
    (CallBack, "back", Identity),
    (CallBack, "without-card", WithoutCard),
    (Elsewhere, "call-back", CallBack),
    (CallBack, "asked", CallBackTicket),
    (CallBackTicket, "finish", Goodbye),
    (Elsewhere, "back", Guide),
    (Elsewhere, "browse", Services),
    (Elsewhere, "ticket", Ticket),
    (Ticket, "finish", Goodbye),
    # what is asked
    (Form, "done", Materials),
    (Form, "back", Guide),
    (Form, "ticket", Ticket),
    (Materials, "done", Review),
    (Materials, "back", Form),
    (Materials, "notice", OneTimeNotice),
    (Review, "incomplete", Form),
    (Review, "edit", Form),
    (Form, "corrected", Review),
    (Review, "materials", Materials),
    (Review, "back", Form),
    (Review, "sign", Signature),
    (Review, "submit", Saving),
    (Signature, "back", Review),
    (Signature, "signed", Saving),
    # handing in
    (Saving, "stored", Printing),
    (Saving, "refused", NotSaved),
    (NotSaved, "retry", Saving),
    (NotSaved, "elsewhere", Elsewhere),
    (NotSaved, "back", Review),
    (Printing, "printed", Receipt),
    (Printing, "no-paper", Number),
    (Number, "print", Printing),
    (Number, "noted", Goodbye),
    (Receipt, "no-paper", Number),
    (Receipt, "again", Services),
    (Receipt, "finish", Goodbye),
    # beside the flow
    (Goodbye, "home", Home),
    (Recovered, "home", Home),
    (Suspended, "working", Home),
)

BESIDE = table(
    # over any page: help, and the staff who come
    (Help, "staff", HelpStaff),
    (HelpStaff, "back", Help),
    (HelpStaff, "devices", Devices),
)
"""Overlays; `back` from Help, `joined` and `back` from Devices return to the page beneath."""

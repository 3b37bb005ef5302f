#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the sample files of this folder, expected.json and README.md. Run it here; the output is always the same.

Nobody in these files exists: names are put together from invented syllables, mail domains are reserved for documentation
(RFC 2606), French numbers are from 06 39 98 and 01 99 00, which ARCEP keeps for fiction, British ones from Ofcom's 07700 900.
"""
import csv
import io
import json
import pathlib
import random
import re
from datetime import datetime, timedelta

HERE = pathlib.Path(__file__).parent
source = random.Random(20261122)


def below(limit):
    """Only random() is promised to give the same numbers in every version of Python."""
    return int(source.random() * limit)


def pick(items):
    return items[below(len(items))]


FIRST = ["Léa", "Zoé", "Chloé", "Inès", "Anaïs", "Maëlle", "Noémie", "Éloïse", "Camille", "Jeanne", "Hugo", "Théo", "Loïc", "Jérôme",
         "Gaël", "Raphaël", "Mathéo", "Yanis", "Bastien", "Émile", "Amara", "Sékou", "Nadia", "Olivia", "Harry", "Freya", "Callum"]
LAST_A = ["Val", "Mor", "Ker", "Bris", "Tan", "Lor", "Fau", "Dra", "Ce", "Que", "Hel", "Or", "Pel", "Rou", "Sar"]
LAST_B = ["dorne", "vessac", "lantin", "quérel", "mougne", "bressin", "tissaud", "garel", "noyeux", "fermond", "cœuvre", "zanne"]
ARTIST_A = ["Nova", "Velours", "Lune", "Cobalt", "Saphir", "Ombre", "Néon", "Mistral", "Brume", "Écho", "Vertige", "Corail", "Delta",
            "Aurore", "Bitume", "Nacre", "Pollen", "Satin", "Tempo", "Ultra", "Zénith"]
ARTIST_B = ["Kestrin", "Ardoline", "Zébrane", "Ouvrel", "Tamaris", "Novembrée", "Quasinoir", "Pélagia", "Solvène", "Drakkari",
            "Marévol", "Opaline", "Fauvélis", "Grenaly", "Hirondal", "Jasmira", "Ludovène", "Oréline"]
GENRES = ["Pop", "Rap/Hip-hop", "R&B/Soul", "Afro/Amapiano", "Électro/House/Techno", "Rock", "Indie/Alternative", "Folk/Chanson",
          "Variété française", "Jazz", "Lo-fi/Ambient"]
STAGES_FR = ["Nouveau", "Contacté", "Qualifié", "Brief/audit reçu", "Proposition envoyée", "Négociation", "Accord oral", "En veille"]
STAGES_EN = ["New", "Contacted", "Qualified", "Brief received", "Proposal sent", "Negotiation", "Verbal agreement", "On hold"]
OWNERS = ["Salomé Kerdorne", "Malik Bressin", "Judith Orvessac"]
DOMAINS = ["example.org", "example.com", "example.net", "mail.example.org"]
BAD_EMAILS = ["nora.example.org", "lea@", "deux@@example.org", "jo hn@example.org", "@example.com"]
BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

used_mails, used_artists, counters = set(), set(), {"fr": 0, "uk": 0}


def plain(text):
    table = str.maketrans("àâäéèêëîïôöùûüçœ", "aaaeeeeiioouuuc_")
    return re.sub(r"[^a-z]", "", text.lower().translate(table).replace("_", "oe"))


def phone():
    """International digits of a number nobody has."""
    if below(6) == 0 and counters["uk"] < 990:
        counters["uk"] += 1
        return "44", "7700900%03d" % counters["uk"]
    counters["fr"] += 1
    return "33", ("63998%04d" if counters["fr"] % 9 else "19900%04d") % counters["fr"]


def phone_text(number, style):
    country, digits = number
    if country == "44":
        return ["+44 %s %s" % (digits[:4], digits[4:]), "0044" + digits, "+44%s" % digits][style % 3]
    pairs = re.findall("..", digits[1:])
    return ["0%s %s" % (digits[0], " ".join(pairs)), "+33 %s %s" % (digits[0], " ".join(pairs)),
            "0%s.%s" % (digits[0], ".".join(pairs)), "0033%s" % digits, "+33%s" % digits, "0%s" % digits][style % 6]


def phone_from(number, lead):
    """As it stands in a row that names a country: people write a number nationally only within its country."""
    abroad = number[0] == "33" and lead["country"] != "France"
    return phone_text(number, 1 if abroad and lead["phone_style"] % 6 in (0, 2, 5) else lead["phone_style"])


def spotify_text(artist_id, style):
    return ["https://open.spotify.com/artist/" + artist_id,
            "https://open.spotify.com/intl-fr/artist/%s?si=%s" % (artist_id, "a1b2c3d4e5f60718"),
            "spotify:artist:" + artist_id,
            "open.spotify.com/artist/%s/" % artist_id,
            "http://open.spotify.com/artist/%s?nd=1" % artist_id][style % 5]


def person():
    while True:
        first, last = pick(FIRST), pick(LAST_A) + pick(LAST_B)
        mail = "%s.%s%s@%s" % (plain(first), plain(last), "" if below(3) else str(below(90)), pick(DOMAINS))
        artist = pick(ARTIST_A) + " " + pick(ARTIST_B) + ("" if below(2) else " " + pick(["& Co", "Trio", "II", "Sound", "Club"]))
        if mail not in used_mails and artist not in used_artists:
            break
    used_mails.add(mail)
    used_artists.add(artist)
    created = datetime(2025, 9, 1) + timedelta(minutes=below(60 * 24 * 420))
    return {"first": first, "last": last, "mails": [mail], "phones": [phone()], "artist": artist,
            "spotify": "".join(pick(BASE62) for _ in range(22)), "genres": [pick(GENRES)], "budget": (5 + below(120)) * 100,
            "stage": below(8), "priority": below(4), "owner": pick(OWNERS), "created": created.replace(second=0),
            "release": created + timedelta(days=20 + below(160)), "source": below(6), "country": pick(["France"] * 5 + ["Belgique", "United Kingdom"]),
            "bad_mail": None, "bad_date": None, "open_budget": None, "bare": False, "note": "", "spotify_style": below(5),
            "phone_style": below(6), "mail_upper": False}


def twin(original, how):
    """The same lead typed a second time: one thing that identifies it stays, the rest differs."""
    other = person()
    for same in ("first", "last", "artist", "country"):
        other[same] = original[same]
    if how == "mail":
        other["mails"] = list(original["mails"])
        other["mail_upper"] = True
    elif how == "phone":
        other["phones"] = list(original["phones"])
        other["phone_style"] = original["phone_style"] + 1
    else:
        other["spotify"] = original["spotify"]
        other["spotify_style"] = original["spotify_style"] + 1
    return other


def people(count, shared, twins):
    """`count` leads: people known from other files, new ones, and twins of some of them at the end of each fifth."""
    found = [twin(lead, ["mail", "spotify"][i % 2]) for i, lead in enumerate(shared)]
    while len(found) < count - twins:
        found.append(person())
    for i in range(twins):
        original = found[i * 7 % (count - twins - 40)]
        found.insert(len(found) - below(20), twin(original, ["mail", "phone", "spotify"][i % 3]))
    return found


def soil(leads, bad_mails, bad_dates, bare, open_budgets, dates):
    """Dirt on rows that are neither the original nor the copy of another, so that counts stay plain."""
    keys = {}
    for lead in leads:
        for key in identities(lead):
            keys[key] = keys.get(key, 0) + 1
    clean = [lead for lead in leads if all(keys[key] == 1 for key in identities(lead)) and lead not in SHARED]
    step = len(clean) // (bad_mails + bad_dates + bare + open_budgets + 1)
    victims = iter(clean[step // 2::step])
    for i in range(bad_mails):
        next(victims)["bad_mail"] = BAD_EMAILS[i % len(BAD_EMAILS)]
    for i in range(bad_dates):
        next(victims)["bad_date"] = dates[i % len(dates)]
    for _ in range(bare):
        next(victims)["bare"] = True
    for i in range(open_budgets):
        next(victims)["open_budget"] = ["à définir", "?", "selon devis", "TBD"][i % 4]


def identities(lead):
    if lead["bare"]:
        return []
    mails = [] if lead["bad_mail"] else ["mail:" + mail.lower() for mail in lead["mails"]]
    return mails + ["phone:+%s%s" % number for number in lead["phones"]] + ["spotify:" + lead["spotify"]]


def mails_of(lead):
    if lead["bad_mail"]:
        return [lead["bad_mail"]]
    return [mail.upper() if lead["mail_upper"] else mail for mail in lead["mails"]]


def counts(leads, blanks, earlier):
    seen, result = set(), {"rows": len(leads), "blankRows": blanks, "badEmails": 0, "badDates": 0, "withoutIdentity": 0,
                           "openBudgets": 0, "invalidRows": 0, "duplicatesInFile": 0, "duplicatesOfEarlierFiles": 0, "newLeads": 0}
    for lead in leads:
        result["badEmails"] += lead["bad_mail"] is not None
        result["badDates"] += lead["bad_date"] is not None
        result["withoutIdentity"] += lead["bare"]
        result["openBudgets"] += lead["open_budget"] is not None
        keys = set(identities(lead))
        if lead["bad_mail"] is not None or lead["bad_date"] is not None or lead["bare"]:
            result["invalidRows"] += 1
            continue
        if keys & seen:
            result["duplicatesInFile"] += 1
        elif keys & earlier:
            result["duplicatesOfEarlierFiles"] += 1
        else:
            result["newLeads"] += 1
        seen |= keys
    result["validRows"] = result["rows"] - result["invalidRows"]
    earlier |= seen
    return result


def table(header, rows, blank_at, blank, **format):
    text = io.StringIO()
    writer = csv.writer(text, **format)
    writer.writerow(header)
    for i, row in enumerate(rows):
        if i in blank_at:
            text.write(blank + format["lineterminator"])
        writer.writerow(row)
    return text.getvalue()


def hubspot(leads):
    header = ["Record ID", "First Name", "Last Name", "Email", "Phone Number", "Mobile Phone Number", "Artist name", "Music genre",
              "Spotify URL", "Lead Status", "Lifecycle Stage", "Contact owner", "Create Date", "Last Activity Date", "Country/Region",
              "Original Source", "Budget (EUR)", "Priority", "Email opt out", "Associated Company", "Notes"]
    rows = []
    for i, lead in enumerate(leads):
        if lead["bare"]:
            rows.append([80000 + i] + [""] * 8 + [STAGES_EN[0]] + [""] * 10 + ["Imported from the old form"])
            continue
        created = lead["bad_date"] or lead["created"].strftime("%Y-%m-%d %H:%M")
        rows.append([80000 + i, lead["first"], lead["last"], mails_of(lead)[0], phone_from(lead["phones"][0], lead),
                     phone_text(lead["phones"][1], 1) if len(lead["phones"]) > 1 else "", lead["artist"], lead["genres"][0],
                     spotify_text(lead["spotify"], lead["spotify_style"]), STAGES_EN[lead["stage"]], pick(["Lead", "Opportunity"]), lead["owner"], created,
                     lead["created"].strftime("%Y-%m-%d %H:%M"), lead["country"],
                     ["Organic Search", "Paid Social", "Referrals", "Direct Traffic", "Offline Sources", "Email Marketing"][lead["source"]],
                     lead["open_budget"] or "%d.00" % lead["budget"], ["Low", "Normal", "High", "Urgent"][lead["priority"]], "", "",
                     ['Met at a "showcase", wants a quote', "Single, then EP", "", "Prefers calls; mornings"][i % 4]])
    text = table(header, rows, {}, "", lineterminator="\n")
    return text.encode("utf-8-sig"), {"delimiter": ",", "encoding": "UTF-8", "bom": True, "columns": len(header)}


def pipedrive(leads):
    header = ["Deal - ID", "Deal - Title", "Deal - Value", "Deal - Currency of Value", "Deal - Stage", "Deal - Status", "Deal - Owner",
              "Deal - Deal created", "Deal - Expected close date", "Deal - Lost reason", "Deal - Label", "Deal - Artist name",
              "Deal - Genre", "Deal - Spotify link", "Deal - Release date", "Deal - Source origin", "Deal - Notes", "Person - Name",
              "Person - Email - Work", "Person - Email - Home", "Person - Phone - Work", "Person - Phone - Mobile", "Organization - Name"]
    rows = []
    for i, lead in enumerate(leads):
        mails = mails_of(lead)
        release = lead["bad_date"] or lead["release"].strftime("%Y-%m-%d")
        notes = ["First call done.\nWants TikTok + Meta,\n\"no influencers\".", "", "See brief, page 2\r\nCall back in May",
                 "=not a formula, just how they write"][i % 4]
        row = [1200 + i, "%s deal" % lead["artist"], lead["open_budget"] or lead["budget"], ["EUR", "EUR", "EUR", "GBP"][i % 4],
               STAGES_EN[lead["stage"]], "open", lead["owner"], lead["created"].strftime("%Y-%m-%d %H:%M:%S"), "", "",
               pick(["Hot", "Warm", "Cold"]), lead["artist"], " / ".join(lead["genres"]), spotify_text(lead["spotify"], lead["spotify_style"]),
               release, pick(["Manually created", "Import", "Web form"]), notes, lead["first"] + " " + lead["last"], mails[0],
               mails[1] if len(mails) > 1 else "", "", phone_text(lead["phones"][0], lead["phone_style"]), ""]
        if lead["bare"]:
            row = [1200 + i, "", "", "EUR", STAGES_EN[0], "open", lead["owner"]] + [""] * (len(header) - 7)
        rows.append(row)
    text = table(header, rows, {}, "", lineterminator="\n", quoting=csv.QUOTE_ALL)
    return text.encode("utf-8"), {"delimiter": ",", "encoding": "UTF-8", "bom": False, "columns": len(header)}


def excel_fr(leads):
    header = ["Prénom", "Nom", "Nom d'artiste", "E-mail", "Téléphone", "Style", "Lien Spotify", "Budget (€)", "Étape", "Priorité", "Source",
              "Plateformes", "Objectifs", "Date de sortie", "Date de création", "Propriétaire", "Pays", "Commentaires"]
    rows = []
    for i, lead in enumerate(leads):
        if lead["bare"]:
            rows.append([""] * 17 + ["à vérifier avec l’équipe"])
            continue
        euros = "%d" % lead["budget"]
        grouped = euros[:-3] + "\u00a0" + euros[-3:] if len(euros) > 3 else euros
        budget = lead["open_budget"] or [grouped + ",00 €", grouped + " €", euros + ",50", euros][i % 4]
        if not lead["open_budget"] and lead["budget"] % 1000 == 0:
            budget = "%dk" % (lead["budget"] // 1000)
        rows.append([lead["first"], lead["last"].upper() if i % 5 == 0 else lead["last"], lead["artist"], mails_of(lead)[0],
                     phone_from(lead["phones"][0], lead), lead["genres"][0], spotify_text(lead["spotify"], lead["spotify_style"]),
                     budget, STAGES_FR[lead["stage"]], ["Basse", "Normale", "Haute", "Urgente"][lead["priority"]],
                     ["formulaire", "e-mail", "Instagram DM", "recommandation", "label", "événement"][lead["source"]],
                     pick(["Meta, TikTok", "Spotify", "YouTube", "TikTok", "Meta; Spotify"]), pick(["streams", "pré-saves, abonnés", "vues clip", "billetterie"]),
                     lead["bad_date"] or lead["release"].strftime("%d/%m/%Y"), lead["created"].strftime("%d/%m/%Y"), lead["owner"],
                     lead["country"], ["L’EP sort bientôt – à relancer", "", "Budget < 2 000 € ; voir « brief »", "Vu au concert…"][i % 4]])
    blank_at = {40, 41, 200, 377}
    text = table(header, rows, blank_at, ";" * (len(header) - 1), lineterminator="\r\n", delimiter=";")
    text += (";" * (len(header) - 1) + "\r\n") * 3 # Excel keeps rows that were once filled
    return text.encode("cp1252"), {"delimiter": ";", "encoding": "Windows-1252", "bom": False, "columns": len(header), "blankRows": len(blank_at)}


def hand_made(leads):
    header = ["Artiste ", "contact", "mail(s)", "Tél.", "", "styles", "SPOTIFY", "budget ?", "où ça en est", "responsable", "sortie", "Infos"]
    rows = []
    for i, lead in enumerate(leads):
        if lead["bare"]:
            rows.append(["", "", "", "", "x", "", "", "", "à rappeler"])
            continue
        budget = lead["open_budget"] or ["%d €" % lead["budget"], "%dk" % max(1, lead["budget"] // 1000), "", "%d" % lead["budget"]][i % 4]
        release = lead["bad_date"] or [lead["release"].strftime("%d/%m/%y"), lead["release"].strftime("%d.%m.%Y"), "",
                                       lead["release"].strftime("%d/%m/%Y")][i % 4]
        row = [lead["artist"], lead["first"] + " " + lead["last"], ["; ", " / ", ", "][i % 3].join(mails_of(lead)),
               " / ".join(phone_text(number, lead["phone_style"]) for number in lead["phones"]), "", ["%s", "plutôt %s", "%s, un peu de tout"][i % 3]
               % lead["genres"][0].lower(), spotify_text(lead["spotify"], lead["spotify_style"]), budget, STAGES_FR[lead["stage"]].lower(),
               lead["owner"].split()[0], release, ["", "très motivée !", "voir avec son manager \"Bob\"", ""][i % 4]]
        while row[-1] == "":
            row.pop() # cells missing at the end, as in hand-edited files
        if i == 90:
            row = row + [""] * (12 - len(row)) + ["noté en marge"]
        rows.append(row)
    lines = ["\t".join(header)]
    blank_at = {15, 120, 121}
    for i, row in enumerate(rows):
        if i in blank_at:
            lines.append("")
        lines.append("\t".join('"%s"' % cell.replace('"', '""') if '"' in cell and i % 2 else cell for cell in row))
    text = "\r\n".join(lines) + "\r\n\r\n\r\n"
    return b"\xff\xfe" + text.encode("utf-16-le"), {"delimiter": "\t", "encoding": "UTF-16 LE", "bom": True, "columns": len(header), "blankRows": len(blank_at)}


SHARED = []


def main():
    earlier, expected = set(), {}
    first = people(420, [], 18)
    SHARED.extend(first[i] for i in range(5, 300, 12))
    plan = [("hubspot_contacts.csv", hubspot, first, (9, 4, 3, 6), ["2026-02-30 10:00", "2026-13-01 09:00"]),
            ("pipedrive_deals_persons.csv", pipedrive, people(340, SHARED[:12], 12), (6, 5, 4, 5), ["2026-02-31", "0000-00-00"]),
            ("excel_fr.csv", excel_fr, people(520, SHARED[6:20], 24), (12, 8, 5, 14), ["31/02/2026", "30/02/2027", "45/01/2026", "bientôt"]),
            ("hand_made.csv", hand_made, people(310, SHARED[14:], 15), (10, 6, 4, 12), ["31/06/26", "printemps", "32.01.2026"])]
    for name, write, leads, dirt, dates in plan:
        soil(leads, *dirt, dates)
        if write is hubspot or write is hand_made:
            for lead in leads[3::9]:
                if not lead["bad_mail"] and not lead["bare"]:
                    lead["phones"].append(phone())
        if write is pipedrive or write is hand_made:
            for lead in leads[4::11]:
                if not lead["bad_mail"] and not lead["bare"]:
                    lead["mails"].append("booking%d@%s" % (len(used_mails), pick(DOMAINS)))
                    used_mails.add(lead["mails"][-1])
        data, shape = write(leads)
        (HERE / name).write_bytes(data)
        expected[name] = {**shape, **counts(leads, shape.get("blankRows", 0), earlier)}
    (HERE / "expected.json").write_text(json.dumps(expected, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    readme(expected)


def readme(expected):
    columns = ["rows", "blankRows", "validRows", "invalidRows", "badEmails", "badDates", "withoutIdentity", "duplicatesInFile",
               "duplicatesOfEarlierFiles", "newLeads", "openBudgets"]
    lines = ["# Sample files for the import of leads", "",
             "Made by `generate.py`, always the same; nobody in them exists. `expected.json` holds these numbers for tests.", "",
             "| File | Encoding | " + " | ".join(columns) + " |", "|---|---|" + "---|" * len(columns)]
    for name, facts in expected.items():
        encoding = facts["encoding"] + (" with BOM" if facts["bom"] else "")
        delimiter = {"\t": "tab"}.get(facts["delimiter"], "`%s`" % facts["delimiter"])
        lines.append("| `%s` | %s, %s | " % (name, encoding, delimiter) + " | ".join(str(facts[c]) for c in columns) + " |")
    lines += ["", "- **rows**: rows with something in them, without the header. **blankRows**: blank ones between them, not counted in rows"
              " (blank ones at the end of a file are in neither).",
              "- **invalidRows** = badEmails (an address that is none) + badDates (a creation or release date that does not exist or cannot be"
              " read) + withoutIdentity (no name, artist, e-mail, phone or link). No row has two of these.",
              "- **duplicatesInFile**: valid rows whose e-mail (ignoring case), phone (as international number, `FR` where none is"
              " given) or Spotify artist was in an earlier valid row of the file.",
              "- **duplicatesOfEarlierFiles**: the same against the files above it in this table, for rows that are no duplicate in their own"
              " file. **newLeads**: what is left: rows = invalidRows + duplicatesInFile + duplicatesOfEarlierFiles + newLeads.",
              "- **openBudgets**: valid rows whose budget is a word such as `à définir`.", ""]
    (HERE / "README.md").write_text("\n".join(lines), encoding="utf-8")


main()

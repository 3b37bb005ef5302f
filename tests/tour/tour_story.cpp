// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tour/tour.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace mdmc::tour {

namespace {

const QString kTable = QStringLiteral("RecordTable");
const QString kBoard = QStringLiteral("BoardView");

qint64 minor(const QJsonObject &lead)
{
    return lead.value(QLatin1String("budget")).toObject().value(QLatin1String("minor")).toInteger();
}

/// Leads as text, one a line, in id order: equal replicas give equal texts.
QByteArrayList sorted(const QJsonArray &leads)
{
    QByteArrayList lines;
    for (const QJsonValue &lead : leads)
        lines.append(QJsonDocument(lead.toObject()).toJson(QJsonDocument::Compact));
    std::sort(lines.begin(), lines.end());
    return lines;
}

} // namespace

void Tour::hugoArrives()
{
    step(QStringLiteral("Hugo's replica is filled without a window, then his client opens it, dark"));
    const test::Finished signedIn = test::runProgram(
        m_binDir, QStringLiteral("mdmc-crm"),
        {QStringLiteral("--data"), m_data.filePath(QStringLiteral("hugo")), QStringLiteral("sign-in"), m_server.url(), m_hugoEmail, QStringLiteral("--password-stdin")},
        m_password.toUtf8() + '\n', {QStringLiteral("MDMC_PASSPHRASE=") + m_hugo.passphrase()});
    check(QStringLiteral("mdmc-crm sign-in ends well"), signedIn.exitCode == 0);
    m_hugo.start({QStringLiteral("--language"), QStringLiteral("en"), QStringLiteral("--theme"), QStringLiteral("dark")});
    m_hugo.waitUntil(QStringLiteral("the leads are there"), [this] { return m_hugo.sees(kTable) && m_hugo.rows(kTable) == 400; });
    m_hugo.resize(1280, 800);
    m_hugo.key(QStringLiteral("Ctrl+Shift+B"), kTable);
    m_hugo.waitUntil(QStringLiteral("the board is there"), [this] { return m_hugo.sees(kBoard); });
    settle(m_hugo);
    shot(m_hugo, QStringLiteral("board-dark"));
    m_hugo.key(QStringLiteral("Ctrl+Shift+B"), kBoard);
    check(QStringLiteral("both replicas hold the same leads"), sorted(m_ada.leads()) == sorted(m_hugo.leads()));
}

void Tour::adaImports()
{
    step(QStringLiteral("Ada imports a file that HubSpot wrote; Hugo sees it come in"));
    m_ada.key(QStringLiteral("Ctrl+4"));
    m_ada.waitUntil(QStringLiteral("the import page is there"), [this] { return m_ada.sees(QStringLiteral("ImportPage")); });
    m_ada.drop(QStringLiteral("ImportPage"), QStringLiteral(MDMC_TEST_DATA "/import/hubspot_contacts.csv"));
    m_ada.waitUntil(QStringLiteral("the columns are recognised"), [this] { return m_ada.sees(QStringLiteral("importRun")) && m_ada.get(QStringLiteral("importRun"), "enabled").toBool(); });
    settle(m_ada);
    shot(m_ada, QStringLiteral("import-columns"));
    m_ada.click(QStringLiteral("importRun"));
    m_ada.waitUntil(QStringLiteral("the report is there"), [this] { return m_ada.sees(QStringLiteral("importUndo")); }, 60'000);
    settle(m_ada);
    shot(m_ada, QStringLiteral("import-report"));
    const int imported = int(m_ada.leads().size()) - 400;
    check(QStringLiteral("%1 new leads are in Ada's replica").arg(imported), imported > 300);
    waitForPending(m_ada, 0);
    m_hugo.waitUntil(QStringLiteral("they are in Hugo's list"), [&] { return m_hugo.rows(kTable) == 400 + imported; });
    check(QStringLiteral("and in Hugo's, equal to the byte"), sorted(m_ada.leads()) == sorted(m_hugo.leads()));
}

void Tour::adaEdits()
{
    step(QStringLiteral("An edit of Ada's appears at Hugo's by itself"));
    // Leads whose names are their own, so that a search for the name finds just one.
    for (const QJsonValue &value : m_ada.leads()) {
        const QString name = value.toObject().value(QLatin1String("artistName")).toString();
        if (m_artists.size() == 3)
            break;
        if (m_ada.leads(name).size() == 1)
            m_artists.append(name);
    }
    check(QStringLiteral("there are leads to work on"), m_artists.size() == 3);
    // A new lead stands in the first stage.
    m_artists.insert(2, QStringLiteral("Premier Accord"));
    create(m_ada, m_artists[2], QStringLiteral("new-lead"));
    m_hugo.waitUntil(QStringLiteral("the new lead is at Hugo's"), [this] { return !lead(m_hugo, m_artists[2]).isEmpty(); });
    edit(m_ada, m_artists[0], QStringLiteral("Country"), QStringLiteral("CH"));
    m_hugo.waitUntil(QStringLiteral("Hugo has it"), [this] { return lead(m_hugo, m_artists[0]).value(QLatin1String("country")).toString() == QLatin1String("CH"); });
    check(QStringLiteral("the country is in both replicas"), lead(m_ada, m_artists[0]) == lead(m_hugo, m_artists[0]));
}

void Tour::bothWorkOffline()
{
    step(QStringLiteral("Both go offline and work on"));
    for (ClientWindow *client : {&m_ada, &m_hugo}) {
        client->trigger(QStringLiteral("sync.offline"));
        client->waitUntil(QStringLiteral("it is offline"), [client] { return client->status().value(QLatin1String("state")).toString() == QLatin1String("offline"); });
    }
    const QString shared = m_artists[1];
    edit(m_ada, shared, QStringLiteral("First name"), QStringLiteral("Adèle"));
    edit(m_ada, shared, QStringLiteral("Budget"), QStringLiteral("5000 EUR"));
    edit(m_hugo, shared, QStringLiteral("Country"), QStringLiteral("BE"));
    edit(m_hugo, shared, QStringLiteral("Budget"), QStringLiteral("7000 EUR"));
    check(QStringLiteral("each sees their own edits at once"), minor(lead(m_ada, shared)) == 500'000 && minor(lead(m_hugo, shared)) == 700'000);

    m_stageBefore = lead(m_hugo, m_artists[2]).value(QLatin1String("stageId")).toString();
    open(m_hugo, m_artists[2]);
    m_hugo.key(QStringLiteral("Ctrl+Shift+B"), kTable);
    m_hugo.waitUntil(QStringLiteral("the board is there"), [this] { return m_hugo.sees(kBoard); });
    settle(m_hugo);
    m_hugo.focus(kBoard);
    m_hugo.key(QStringLiteral("Ctrl+Shift+Right"));
    m_hugo.waitUntil(QStringLiteral("the card has moved"), [this] { return lead(m_hugo, m_artists[2]).value(QLatin1String("stageId")).toString() != m_stageBefore; });
    shot(m_hugo, QStringLiteral("moved-by-keyboard"));
    m_hugo.key(QStringLiteral("Ctrl+Shift+B"));
    m_hugo.waitUntil(QStringLiteral("the table is back"), [this] { return m_hugo.sees(kTable); });
    check(QStringLiteral("Hugo moved a card to the next stage"), true);

    open(m_hugo, m_artists[3]);
    m_hugo.trigger(QStringLiteral("leads.delete"));
    m_hugo.waitUntil(QStringLiteral("the lead is gone"), [this] { return lead(m_hugo, m_artists[3]).isEmpty(); });
    check(QStringLiteral("Hugo deleted a lead"), true);

    create(m_ada, m_newArtist, {});
    check(QStringLiteral("Ada made a lead"), true);
    const int adaWaits = m_ada.status().value(QLatin1String("pending")).toInt();
    const int hugoWaits = m_hugo.status().value(QLatin1String("pending")).toInt();
    check(QStringLiteral("%1 of Ada's edits wait, %2 of Hugo's").arg(adaWaits).arg(hugoWaits), adaWaits >= 3 && hugoWaits >= 4);
    shot(m_ada, QStringLiteral("offline"));
}

void Tour::theServerDies()
{
    step(QStringLiteral("The server is killed, Ada's client too; both start again"));
    m_server.kill();
    m_ada.kill();
    m_server.start();
    m_ada.start({QStringLiteral("--language"), QStringLiteral("en"), QStringLiteral("--theme"), QStringLiteral("light")});
    m_ada.waitUntil(QStringLiteral("the leads are there"), [this] { return m_ada.sees(kTable) && m_ada.rows(kTable) > 400; });
    m_ada.resize(1280, 800);
    check(QStringLiteral("nothing that Ada typed is lost"), minor(lead(m_ada, m_artists[1])) > 0 && !lead(m_ada, m_newArtist).isEmpty());
}

void Tour::theyMeetAgain()
{
    step(QStringLiteral("They connect again and converge"));
    m_hugo.trigger(QStringLiteral("sync.online"));
    waitForPending(m_ada, 0);
    waitForPending(m_hugo, 0);
    m_hugo.waitUntil(QStringLiteral("both replicas are equal"), [this] { return sorted(m_ada.leads()) == sorted(m_hugo.leads()); });
    const QJsonObject shared = lead(m_ada, m_artists[1]);
    check(QStringLiteral("edits of different fields are both there"),
          shared.value(QLatin1String("firstName")).toString() == QStringLiteral("Adèle") && shared.value(QLatin1String("country")).toString() == QLatin1String("BE"));
    check(QStringLiteral("of the same field, the later one"), minor(shared) == 700'000);
    check(QStringLiteral("the stage has moved, the deleted lead is gone, the new one is there"),
          lead(m_ada, m_artists[2]).value(QLatin1String("stageId")).toString() != m_stageBefore && lead(m_ada, m_artists[3]).isEmpty()
              && !lead(m_hugo, m_newArtist).isEmpty());
    m_ada.waitUntil(QStringLiteral("the conflict is known"), [this] { return m_ada.status().value(QLatin1String("conflicts")).toInt() == 1; });
    check(QStringLiteral("the value that lost is kept as a conflict"), m_hugo.status().value(QLatin1String("conflicts")).toInt() == 1);
    check(QStringLiteral("nothing was refused"), m_ada.status().value(QLatin1String("attention")).toInt() == 0 && m_hugo.status().value(QLatin1String("attention")).toInt() == 0);
}

void Tour::theConflictIsSettled()
{
    step(QStringLiteral("Ada brings the losing value back with one click"));
    m_ada.key(QStringLiteral("Ctrl+5"));
    m_ada.waitUntil(QStringLiteral("the conflict is shown"), [this] { return m_ada.sees(QStringLiteral("SyncPage")); });
    openConflictTab();
    settle(m_ada);
    shot(m_ada, QStringLiteral("conflict"));
    m_ada.click(QStringLiteral("syncRestore"));
    m_hugo.waitUntil(QStringLiteral("Hugo has it too"), [this] { return minor(lead(m_hugo, m_artists[1])) == 500'000; });
    check(QStringLiteral("the budget is Ada's in both replicas"), minor(lead(m_ada, m_artists[1])) == 500'000);
    waitForPending(m_ada, 0);
    m_ada.waitUntil(QStringLiteral("the conflict is settled"), [this] { return m_ada.status().value(QLatin1String("conflicts")).toInt() == 0; });
    check(QStringLiteral("no conflict is left"), true);
}

void Tour::lookAround()
{
    step(QStringLiteral("The other pages, in English and light, in French and dark"));
    const struct { const char *keys; const char *name; } pages[] = {{"Ctrl+1", "leads"}, {"Ctrl+2", "campaigns"}, {"Ctrl+3", "tasks"}, {"Ctrl+5", "sync"}, {"Ctrl+,", "settings"}};
    m_hugo.close();
    m_hugo.start({QStringLiteral("--language"), QStringLiteral("fr"), QStringLiteral("--theme"), QStringLiteral("dark")});
    m_hugo.waitUntil(QStringLiteral("the leads are there"), [this] { return m_hugo.sees(kTable) && m_hugo.rows(kTable) > 400; });
    m_hugo.resize(1280, 800);
    for (ClientWindow *client : {&m_ada, &m_hugo}) {
        for (const auto &page : pages) {
            client->key(QString::fromLatin1(page.keys));
            settle(*client);
            shot(*client, QString::fromLatin1(page.name) + (client == &m_ada ? QStringLiteral("-en") : QStringLiteral("-fr")));
        }
    }
    check(QStringLiteral("every page opens in both"), m_ada.isRunning() && m_hugo.isRunning());
    m_ada.key(QStringLiteral("Ctrl+K"));
    settle(m_ada);
    m_ada.type(m_artists[1].left(4));
    settle(m_ada);
    shot(m_ada, QStringLiteral("palette"));
    m_ada.key(QStringLiteral("Escape"));
}

void Tour::everythingIsClosed()
{
    step(QStringLiteral("Windows are closed, the server is asked to end"));
    m_ada.close();
    m_hugo.close();
    m_server.terminate();
    check(QStringLiteral("all three have ended"), !m_ada.isRunning() && !m_hugo.isRunning() && !m_server.isRunning());
}

void Tour::open(ClientWindow &client, const QString &artist)
{
    client.key(QStringLiteral("Ctrl+1"));
    const QString field = QStringLiteral("SearchField");
    client.waitUntil(QStringLiteral("the list is there"), [&] { return client.sees(kTable); });
    client.focus(field);
    client.key(QStringLiteral("Ctrl+A"), field);
    client.type(artist, field);
    client.waitUntil(QStringLiteral("the search finds one lead"), [&] { return client.rows(kTable) == 1 && client.cell(kTable, 0, 0) == artist; });
    client.selectRow(kTable, 0);
    client.waitUntil(QStringLiteral("its detail is shown"), [&] { return client.sees(QStringLiteral("LeadDetailPane")); });
}

void Tour::create(ClientWindow &client, const QString &artist, const QString &picture)
{
    const QString field = QStringLiteral("Artist, required");
    client.key(QStringLiteral("Ctrl+1"));
    client.waitUntil(QStringLiteral("the leads are there"), [&] { return client.sees(kTable); });
    client.trigger(QStringLiteral("leads.new"));
    client.waitUntil(QStringLiteral("the form is open"), [&] { return client.sees(field); });
    client.type(artist, field);
    settle(client);
    if (!picture.isEmpty())
        shot(client, picture);
    client.click(QStringLiteral("Create lead"));
    client.waitUntil(QStringLiteral("the lead is there"), [&] { return !lead(client, artist).isEmpty(); });
}

void Tour::edit(ClientWindow &client, const QString &artist, const QString &field, const QString &value)
{
    open(client, artist);
    client.trigger(QStringLiteral("leads.edit"));
    client.waitUntil(QStringLiteral("the form is open"), [&] { return client.sees(field); });
    client.focus(field);
    client.key(QStringLiteral("Ctrl+A"), field);
    client.type(value, field);
    client.click(QStringLiteral("Save"));
    client.waitUntil(QStringLiteral("the form is closed"), [&] { return !client.sees(QStringLiteral("Artist, required")); });
    const QString searchField = QStringLiteral("SearchField");
    client.key(QStringLiteral("Ctrl+A"), searchField);
    client.key(QStringLiteral("Backspace"), searchField);
}

void Tour::openConflictTab()
{
    m_ada.focus(QStringLiteral("syncTabs"));
    for (int i = 0; i < 3 && !m_ada.sees(QStringLiteral("syncRestore")); ++i) {
        m_ada.key(QStringLiteral("Right"), QStringLiteral("syncTabs"));
        settle(m_ada);
    }
}

void Tour::settle(ClientWindow &client)
{
    // Whatever is under way on the screen is over when the picture stays the same for a while; a blinking cursor must not
    // keep it waiting for ever.
    QString last;
    int same = 0;
    int looks = 0;
    client.waitUntil(QStringLiteral("the picture is calm"), [&] {
        const QString now = client.picture();
        same = now == last ? same + 1 : 0;
        last = now;
        return same >= 4 || ++looks > 40;
    });
}

} // namespace mdmc::tour

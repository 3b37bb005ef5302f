// SPDX-License-Identifier: GPL-3.0-or-later
// What the simulator found once, each shortened to the steps that it takes. A history stays what it is when faults and
// weights change, which a seed alone does not.
#include "tests/simulation/run.h"
#include "tests/simulation/templates.h"

#include <QTest>

namespace mdmc::simulation {

class TestRegressions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holds_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::addColumn<int>("clients");
        QTest::addColumn<QString>("rates"); ///< Of faults that befall messages and commits by themselves.
        QTest::addColumn<QString>("steps");

        // A flipped bit made a row look newer than anything that the server would ever send of it; repairs left it.
        QTest::newRow("a revision that is too high is repaired")
            << quint64(40) << 2 << QString()
            << QStringLiteral("import@0/qwsbnyinx7r0 advance@1/160bym1bthyu9 checksum-flip@0/2hmswdgr1ha5b");

        // The log that a killed server had just made was not in the folder any more after the next one's power cut.
        QTest::newRow("a power cut after a kill loses nothing that was committed")
            << quint64(64) << 2 << QString()
            << QStringLiteral("server-killed@0/1dyvw0bejnx9 token-expired@1/2x5yq3c85idgk "
                              "patch-several@0/38ay500x2nlov advance@0/oy738omv5q0c patch-several@0/3k5h2jvcahc90 "
                              "stage-move@1/3ryp6z1n2qvkz advance@0/27ktk6c61drni server-power-cut@0/18b5onnshrwnk "
                              "patch@1/3uivs3wh5ay9a advance@1/35lklqrtz2zlt");

        // The sweep after a snapshot took a deleted campaign away with its lines, which had just come in.
        QTest::newRow("what belongs to a deleted record survives a snapshot")
            << quint64(469) << 2 << QString()
            << QStringLiteral("partition-up@0/149r910rggw5c delete@0/7rb7en3myc4e connections-cut@0/nbhb0ma6x9yu "
                              "advance@1/vjdor9b92n6t advance@0/29uio6jcz54xa scope-flip@0/37i496utjuwci");

        // A refused edit had kept a row that left its author's sight; its words stayed in the full-text index.
        QTest::newRow("words of what a refused edit kept leave the full-text index")
            << quint64(1372) << 3 << QString()
            << QStringLiteral("group@0/22cg1t5iw4u30 sessions-revoked@0/g5z3lak8nqb5 "
                              "cloned@0/f39kry3x4hwu advance@2/2f1ufhgm2g0c4 scope-flip@0/35v8s7twqg8vk");

        // The team of a lead that its author had created followed an owner whom another computer had given it.
        QTest::newRow("a team that its author named stays")
            << quint64(1005278) << 3
            << QStringLiteral("message-dropped=0.02,message-doubled=0.04,message-delayed=0.08,reply-lost=0.02,"
                              "server-killed-before-reply=0.02,notification-merged=0.09")
            << QStringLiteral("delete@0/1p89x3aoq8nb8 stage-move@1/n9osro6hb9a7 cloned@0/13wzzx3y2k3ku "
                              "advance@1/3gytwewa1p7th create@0/2ibwf0mbsk2mh create@0/37amaejhl1125 "
                              "cloned@0/3hzswywjg9xlr reassign@0/s4ajxprk9dmw");

        // A snapshot holds no tombstones: sweeping hid a record whose undeletion waited.
        QTest::newRow("what waits to come back is shown though a snapshot lacks it")
            << quint64(1006731) << 3
            << QStringLiteral("message-reordered=0.03,message-cut=0.02,message-damaged=0.002,notification-lost=0.12")
            << QStringLiteral("scope-flip@0/lkog88axxybg advance@1/3fnr97q9eq0nk delete@0/gneevmwqw7ob "
                              "administer-list@1/2thfh842pqmw3 advance@0/3fftnpk2lbpgb advance@1/36calokv93eml "
                              "patch@0/3sr701e25b2mm advance@2/2qnhpiius9w55 undelete@0/3l8do0keykeku "
                              "connections-cut@0/la5psmpsmi3a advance@0/29ph70hgsxpso");

        // The simulator's mistake: an earlier deletion concerns no record that is created after it.
        QTest::newRow("a creation tried again after a deletion")
            << quint64(1007164) << 3
            << QStringLiteral("message-cut=0.005,server-killed-before-reply=0.03,server-killed-before-wake=0.04")
            << QStringLiteral("create@0/38bcpimkr4yj8 poison@1/fwv68gdguqzj undo@1/2co0htup2lquv "
                              "cloned@1/oizs3tnc8my advance@1/1gv28bh31zth2 retry@1/38fsgjjrzna17");

        // The same of earlier edits.
        QTest::newRow("a creation tried again after an edit")
            << quint64(1007437) << 2 << QStringLiteral("message-reordered=0.02,message-damaged=0.004,reply-lost=0.08,"
                              "server-killed-before-reply=0.04,server-killed-before-wake=0.02,"
                              "notification-lost=0.06,notification-merged=0.03")
            << QStringLiteral("create@1/36467hsddbs4v create@1/25exlc9agcyxw poison@1/2m7r5i209iqx4 "
                              "server-killed@0/2jks9gvqxkiun patch@1/1hq60yatq41ny partition-both@1/2gjehjbirkfva "
                              "patch@0/147me59tz36fd long-absence@1/3vxt5i9sz39pb advance@1/2mmwksad4tox5 "
                              "retry@1/2ej3b1035lt2s");

        QTest::newRow("a creation tried again after a kill and a deletion")
            << quint64(1456) << 4 << QStringLiteral("message-doubled=0.02,message-delayed=0.04,reply-lost=0.08,"
                              "server-killed-before-reply=0.01,server-killed-before-wake=0.04,"
                              "notification-lost=0.12,notification-late=0.09,notification-merged=0.03")
            << QStringLiteral("poison@1/1osrsq310emi2 patch@0/e5f9nb2ry6x advance@1/2flruqmzxtslo "
                              "client-killed@1/1ao90mjqwcy2r advance@2/33kp445y8boms patch@0/2sokkm55mke47 "
                              "delete@1/kjb0l0vx1hfc reconnect-storm@3/2i80xip7vds0p advance@3/1pyuvnuztdzbf "
                              "edit-and-retry@1/3r33unfztxv3g");

        // The minutely question for changes did not say of which sight the rows are.
        QTest::newRow("a notice of another sight that was lost, and back again")
            << quint64(1003673) << 4 << QStringLiteral("message-dropped=0.02,message-doubled=0.03,message-delayed=0.04,"
                              "message-damaged=0.006,server-killed-before-reply=0.04,notification-lost=0.06,"
                              "notification-late=0.12")
            << QStringLiteral("scope-flip@1/3l69er6n24c52 change-role@2/oilhkb1gozds advance@1/28xw66a84qsmt");

        // The row in the answer was as an earlier operation of the refused group had left it.
        QTest::newRow("a refused group shows the row as it stands")
            << quint64(1008548) << 3 << QString()
            << QStringLiteral("create@1/3pof0uz7tw29a create@2/18uexnc4shoo1 advance@0/13m5iteas0b2o "
                              "delete@1/3a8qeiqnj6gjv advance@0/1xnvk067kd7jk toggle-user@1/uvvwcx7fxe9z "
                              "undelete@0/j1j2d0hou7sn group@0/z9i44eolmbei");

        // A row went out from what was kept of an earlier head, when its reader had lost sight of it already.
        QTest::newRow("rows kept for all are of the latest head")
            << quint64(1008493) << 3 << QStringLiteral("message-dropped=0.02,message-doubled=0.01,message-delayed=0.04,"
                              "server-killed-before-reply=0.01,notification-lost=0.06,notification-late=0.06")
            << QStringLiteral("delete@2/1oxmzrotq61h advance@1/11ass3jsfj9cc create@1/18wcwmzrqsdvm "
                              "cloned@2/1ao535jkmdbjg reassign@1/xbj7n0mwztxq advance@2/2s2u7abnsj8i0");

        // An author's own value, decided and still to come back, was folded away on the server: their next edit of the
        // field lost against it.
        QTest::newRow("an edit upon a decided one, when the log is folded")
            << quint64(1008734) << 2
            << QStringLiteral("message-dropped=0.01,server-killed-before-reply=0.01,server-killed-before-wake=0.03,"
                              "notification-lost=0.03")
            << QStringLiteral("create@0/1bbfjmiyk04wv advance@0/36kyq8p3ul18f group@0/1ekr1sazkrn2s "
                              "reassign@0/c2vpv5a14csm partition-down@0/230ktosh8lr6s advance@0/3dta0hhffzkvo "
                              "compaction@0/3vp66ksfp6ljv");

        // The same of an edit that had been sent with the other one, and goes out again in another push.
        QTest::newRow("an edit that is sent again after the one before it, when the log is folded")
            << quint64(1010388) << 2
            << QStringLiteral("message-dropped=0.01,message-doubled=0.01,message-reordered=0.01,message-cut=0.01,"
                              "server-killed-before-wake=0.03,notification-lost=0.06,notification-late=0.03")
            << QStringLiteral("eviction-uncounted@1/22ftn7fll9sig poison@1/8n8pjo7tst3u clock-wrong@1/18d7wdm9c4z3e "
                              "stage-move@1/3i3rga240mvvv long-absence@1/3hh0qgmg9f033 compaction@0/c6xxz37fmppg");

        // A request that lingered made a client look like a copy; results of its former numbers met the new ones.
        QTest::newRow("a greeting that is older than what was decided since")
            << quint64(1002928) << 2 << QString()
            << QStringLiteral("advance@0/2vv6vnlzveyyb advance@1/2kf443ah2lhof change-role@0/xi81pzawib1w "
                              "advance@1/1sprngddvivlj stage-move@1/2wht9pas12tet group@1/12ju5gbxaulfp");

        // A killed server had written a commit and not synced it; the next one told of it, and lost it in a power cut.
        QTest::newRow("a commit that was found after a kill survives a power cut")
            << quint64(2200007) << 4
            << QStringLiteral("message-reordered=0.03,message-delayed=0.06,message-cut=0.01,message-damaged=0.004,"
                              "reply-lost=0.06,server-killed-before-reply=0.03,server-killed-before-wake=0.02,"
                              "notification-late=0.09")
            << QStringLiteral("patch-several@0/111c5dlb2xcq5 advance@3/2wr7rex1410bp server-killed@3/3rvmeexsvmr1s "
                              "patch@2/3q68j3zqruuq3 scope-flip@0/vzkmelq28bnn server-power-cut@1/1ls4tmy1r65v6 "
                              "advance@1/356lstwuk9x5x");

        // A snapshot went on with a page that an earlier one had asked for, beyond the next.
        QTest::newRow("pages of an earlier snapshot are not taken")
            << quint64(2000982) << 3
            << QStringLiteral("message-dropped=0.01,message-doubled=0.02,message-delayed=0.08,reply-lost=0.06,"
                              "notification-lost=0.09,notification-merged=0.03")
            << QStringLiteral("patch@0/qtlg1szdvlg8 cloned@2/1ah1w20qywmmj import@2/78q82fni3p0o "
                              "cloned@2/ju4ejjzsltlw scope-flip@2/11ma0e3gbp9q0 advance@0/3pouw7ryu0gbz");

        // The simulator's mistake: an operation that had been sent back under its former id was followed twice.
        QTest::newRow("an edit that meets what its replica forgot when it was set back")
            << quint64(1012663) << 4
            << QStringLiteral("message-dropped=0.04,message-doubled=0.01,message-reordered=0.02,message-cut=0.02,"
                              "message-damaged=0.002,reply-lost=0.06,server-killed-before-wake=0.03,"
                              "notification-lost=0.06")
            << QStringLiteral("patch@3/6qs74iblca0p patch@3/2dzxiqhuql2i advance@0/15c6almnfdnzd "
                              "rolled-back@3/sb8sxsjbxv37 advance@2/2zdshaavd61k2 group@3/2owpj0qkia0i2");

        // The simulator's mistake: what a purge had removed when the process ended with its commit was expected to be there.
        QTest::newRow("a server that dies with the commit of a purge")
            << quint64(1011909) << 2
            << QStringLiteral("message-dropped=0.03,message-doubled=0.03,message-reordered=0.02,message-damaged=0.002,"
                              "reply-lost=0.02,server-killed-before-reply=0.02,server-killed-before-wake=0.01")
            << QStringLiteral("compaction@0/1iy5spzmxjjc9 delete@0/20vp33e3yi18q advance@1/1iym0k44yt7r9 "
                              "server-power-cut@0/3lued5al812wk compaction@0/dlyalb66eakd server-killed@0/3c4g57wcxgvih");

        // The simulator's mistake: a store that is kept busy cannot say that the key is wrong.
        QTest::newRow("a wrong key and a busy store")
            << quint64(1012023) << 2
            << QStringLiteral("message-dropped=0.01,message-doubled=0.01,message-delayed=0.04,message-cut=0.02,"
                              "message-damaged=0.004,reply-lost=0.04,server-killed-before-reply=0.03")
            << QStringLiteral("client-killed@1/3acor0lh7rgr2 create@1/37ir2f2d3nzdh store-busy@1/1xbwgo5gty6ps "
                              "wrong-key@1/aqrzou9axy64");

        // Rows of a first load that was broken off stayed as a history that was lost had them.
        QTest::newRow("a first load of a history that is gone")
            << quint64(3101051) << 4
            << QStringLiteral("message-dropped=0.04,message-delayed=0.08,message-cut=0.005,message-damaged=0.008,"
                              "server-killed-before-wake=0.04,notification-late=0.06")
            << QStringLiteral("reassign@1/1iymvwefu01fp reassign@2/38jzu8x1wek9p advance@2/3lpa9s9g1ehjo "
                              "revoked-in-snapshot@0/1rbcjua4tri6q advance@1/1kq2mntid39l6 "
                              "failover-tail-lost@2/m85ro78gbg3w advance@2/qqo1o6jbarl9");

        // An eviction took what was acknowledged of a record out of the archive.
        QTest::newRow("what was done to a record that left is offered again")
            << quint64(3100658) << 3
            << QStringLiteral("message-reordered=0.02,message-cut=0.015,message-damaged=0.006,reply-lost=0.06,"
                              "server-killed-before-reply=0.02,notification-lost=0.03,notification-late=0.03")
            << QStringLiteral("schema-newer@2/3db1edejfcr42 delete@2/2asftsgibhoiy "
                              "revoked-in-snapshot@2/1434h2fppn0fy advance@2/147guktysy9ec "
                              "backup-restored@0/2fpustxt8ryrp");

        // A clock that jumped ahead made all of the archive old.
        QTest::newRow("what was acknowledged is kept when the clock jumps")
            << quint64(3101125) << 3
            << QStringLiteral("server-killed-before-wake=0.02,notification-late=0.12")
            << QStringLiteral("patch-several@0/35aoqn0s8ba8y advance@0/3pezhdrv6aasi reassign@1/3h7af1t6yef39 "
                              "open-or-shut@1/2njue8lci8iql open-or-shut@1/l1j1onvaugc4 advance@1/izng1wo8ku5y "
                              "clock-wrong@1/3ck5l5co4kwjd advance@2/uayl2e0r7dct import@2/dbond21yjjis "
                              "advance@2/2hu6un4g8vkhk failover-tail-lost@2/srryx53bnszj");

        // Taken group by group, because of one that failed, a push forgot what it had recognised.
        QTest::newRow("what follows has seen what is recognised")
            << quint64(3301896) << 2 << QStringLiteral("message-cut=0.005,notification-merged=0.03")
            << QStringLiteral("partition-down@0/1qal1yqy9peii create@0/2nub9tiw3b0ap clock-wrong@0/1ar8ffh983oa2 "
                              "patch@1/jnpi8m7gn1qy reassign@1/6smi8th7g4v5 advance@0/138nvj98f42dd "
                              "patch@0/rngedhwwf45z compaction@0/2033uahhgtpfk poison@0/2d1ae18s9awcu");

        // Secure deletion leaves the copy of a row that moving it to another page had left behind.
        QTest::newRow("bytes of rows that moved leave with them")
            << quint64(1011295) << 4
            << QStringLiteral("message-reordered=0.04,message-delayed=0.02,message-damaged=0.002,reply-lost=0.04,"
                              "server-killed-before-reply=0.01,notification-lost=0.09,notification-late=0.06,"
                              "notification-merged=0.12")
            << QStringLiteral("import@2/tlzo2pwy1jb7 create@3/2idny82y2bglo advance@3/27i986899kvh8 "
                              "import@3/3jnhfhat2x9k5 advance@1/x9tokjrr3ose patch@0/2tywh254le5y6 "
                              "create@0/1pi1xxn7dqu02 oversized-field@3/1fsk6spzce1qh patch@0/343cy4aaeaj7m "
                              "advance@0/lcd9u7w6yqmy scope-flip@0/2dmt1vhx911u4");

        // A server lost the tail that an unfinished snapshot had shown already, and wrote another; no cursor proved it.
        QTest::newRow("what a snapshot brought is lost before it is complete")
            << quint64(4007598) << 2
            << QStringLiteral("message-doubled=0.03,message-delayed=0.08,message-damaged=0.002,reply-lost=0.06")
            << QStringLiteral("scope-flip@0/p5opv6nng80o scope-flip@1/dbu42l47gipb advance@0/2ab6zxjx1p4xy "
                              "scope-flip@1/2wodbpxg3fw7p failover-tail-lost@1/vgoai8rugtwd "
                              "long-absence@0/3cr1yjdn41p76");

        // A revision that a flipped bit made what the server would give the row next: the next one passed for known.
        QTest::newRow("a revision that is the next one already is overwritten")
            << quint64(4010085) << 2
            << QStringLiteral("message-dropped=0.03,message-delayed=0.06,message-cut=0.015,message-damaged=0.002,"
                              "reply-lost=0.08,notification-late=0.06")
            << QStringLiteral("patch-several@0/1s9bg0qb6jhng stage-move@0/2ukk8v9rljlgl patch@0/3o5hxlh07os8g "
                              "advance@1/3c3d47sdw6qgm create@1/1zfq8svs1xpr6 set-add@0/59xzgzdq3npl "
                              "advance@1/mbq5qf4vtrad patch-several@1/docbrlez3871 open-or-shut@0/19rmmq3qv7sj0 "
                              "sessions-revoked@0/oov3s5q9sv30 checksum-flip@0/158c1siyaftqh");

        // The simulator's mistake: what a copy of the client had pushed was sent again, with an edit upon it.
        QTest::newRow("an edit upon what a copy has pushed already")
            << quint64(4016755) << 2
            << QStringLiteral("message-delayed=0.08,message-damaged=0.008,reply-lost=0.02,"
                              "server-killed-before-wake=0.04,notification-merged=0.09")
            << QStringLiteral("undelete@0/2qj34gq521tg5 administer-list@1/mzqa4jc0pya2 go-offline@0/303i1i6z5acfl "
                              "partition-both@0/2t8yy8xqxc5co go-online@0/3f9lochid957t "
                              "rolled-back@0/2tw8ou8sjn0sl advance@1/34zfd44rwe6sr "
                              "eviction-uncounted@0/3o5rdnyvztsxl cloned@0/foyg4ays1f39 stage-move@0/1936833js31et "
                              "poison@0/2y0tx0xmxte47");

        // The simulator's mistake: a process that ended with the discarding of an edit had discarded it.
        QTest::newRow("a client that dies as it discards")
            << quint64(4015987) << 4
            << QStringLiteral("message-doubled=0.03,message-damaged=0.006,reply-lost=0.04,"
                              "server-killed-before-reply=0.02,server-killed-before-wake=0.03,"
                              "notification-lost=0.03,notification-late=0.09,notification-merged=0.12")
            << QStringLiteral("connections-cut@3/mmzr9w8asa6a set-add@3/xpr9hw11jiyc change-role@3/1fh40qz7bh34y "
                              "advance@0/t7hudjbylmx2 client-killed@3/3dzt4u1qc2ayg reconnect-storm@3/1mvdncem89dr "
                              "discard@3/36l1ssuviibw4");

        // What a snapshot had brought before the server lost its tail looked as new as what the server wrote since. Begun
        // anew for another sight, in the same epoch, the snapshot left it.
        QTest::newRow("a snapshot begun anew takes rows of equal revisions")
            << quint64(4007598) << 2
            << QStringLiteral("message-doubled=0.03,message-delayed=0.08,message-damaged=0.002,reply-lost=0.06")
            << QStringLiteral("scope-flip@0/p5opv6nng80o scope-flip@1/dbu42l47gipb advance@0/2ab6zxjx1p4xy "
                              "scope-flip@1/2wodbpxg3fw7p failover-tail-lost@1/vgoai8rugtwd "
                              "long-absence@0/3cr1yjdn41p76");

        // The simulator's mistake: the edit that took effect claimed the place of the same one, redone, in the outbox.
        QTest::newRow("an edit redone waits while the first one took effect")
            << quint64(4001794) << 4
            << QStringLiteral("message-dropped=0.03,message-doubled=0.03,message-reordered=0.04,message-damaged=0.008,"
                              "server-killed-before-wake=0.01")
            << QStringLiteral("long-absence@3/256fzdf2yx8gt patch-several@1/14r6h72q8iaku undo@1/rk3p3m6g5lge "
                              "create@0/162pevksscpg4 redo@1/2q1wys6jxjiov toggle-user@0/1y92r89viid04");

        // The simulator's mistake: after the log was folded the server cannot tell that a clone with the same id had
        // brought what the author wrote before; both values are kept.
        QTest::newRow("an own change that the log forgot")
            << quint64(9000455) << 3
            << QStringLiteral("message-doubled=0.03,server-killed-before-reply=0.01,server-killed-before-wake=0.01")
            << QStringLiteral("group@2/pwqucnbuzmhw set-add@2/2upu472doffns create@1/3i1yij4oaakwb "
                              "advance@2/1uz4xu6c4kimj reassign@1/3lmaja1nuag38 create@0/psk2x6ygtwkb "
                              "connections-cut@0/lryi23aqlcpr long-absence@0/7t6nrmswc2no clock-frozen@2/gcyruu11blqo "
                              "create@2/3rkprqld1xita connections-cut@2/2x09vn3c1q1m9 advance@1/1s5263km8bpj7 "
                              "create@1/1ip0f0jgx8tgn cloned@0/30tejx2s3c6l5 create@2/2p8fr868csj1v "
                              "advance@2/2ph2wjyrd6ofh partition-both@2/1zd5lq6yl7rrb "
                              "failover-tail-lost@2/3get2j14v8dtu cloned@2/1zencxbsklxca server-killed@2/b2jqr9gffar2 "
                              "advance@1/3ri6x34xg7oeb patch-several@2/1bx4r0qtwlrti compaction@1/3dpdfhkk5kwhn");

        // The simulator's mistake: a client that was set back knows of the first acknowledgement only, and its archive
        // forgets by that.
        QTest::newRow("a client set back forgets by the first acknowledgement")
            << quint64(10006867) << 2
            << QStringLiteral("message-doubled=0.04,server-killed-before-reply=0.02,notification-lost=0.12,"
                              "notification-late=0.03")
            << QStringLiteral("patch@0/1t18lqo3yq0df advance@1/2i9demg495all connections-cut@1/31thntq0zom49 "
                              "dismiss-conflict@0/23tudjyy74aom advance@0/28rz9l2tjmaae long-absence@0/cltf9owox78f "
                              "backup-restored@1/1gl7566rzjuz8 patch@0/3guzyhq79xn5s advance@0/fcvc5kmbnnzf "
                              "rolled-back@0/31aq19ujuz3qv advance@1/1w6dh2apyl65o failover-tail-lost@1/2rvsh9gwig4yi");

        // The simulator's mistake: a backup of the moment at which the server's process ended held a commit that nobody
        // knew of.
        QTest::newRow("no backup is made by a server that dies")
            << quint64(11003860) << 4
            << QStringLiteral("message-dropped=0.04,message-doubled=0.02,message-cut=0.02,message-damaged=0.008,"
                              "reply-lost=0.04,server-killed-before-reply=0.01,server-killed-before-wake=0.02,"
                              "notification-late=0.03,notification-merged=0.06")
            << QStringLiteral("backup-restored@3/1lzdo1oh4pau0 server-killed@1/bsxdcx75sqzg advance@1/2olvy2fmzw1a4 "
                              "schema-newer@0/181etfkl7aiv4 go-online@0/1t28z7p307mga failover-tail-lost@0/wd56t6q141p1");

        // Told of a result and of no change yet, a client could not prove that the server had lost it: its next operation
        // was decided, and the lost one counted as known.
        QTest::newRow("a result proves a history that is lost")
            << quint64(12001749) << 4
            << QStringLiteral("message-reordered=0.03,message-delayed=0.08,message-cut=0.005,message-damaged=0.004,"
                              "reply-lost=0.04,server-killed-before-reply=0.04,server-killed-before-wake=0.02,"
                              "notification-late=0.06")
            << QStringLiteral("create@0/ucc6f707txjx advance@0/2fs51nwdrnfcc create@1/zedelhikh55b "
                              "undo@1/3e78hxk0w98bv advance@1/36tjy5n9pdkwn advance@2/1mhihbn9fmdsy "
                              "failover-tail-lost@2/qrct7mrchq7a");
        // The simulated hub looked at the first thousand changes only when it looked for people; the product's looks at
        // everybody then.
        QTest::newRow("somebody disabled behind a thousand rows")
            << quint64(20008636) << 2
            << QStringLiteral("message-doubled=0.04,message-reordered=0.04,message-delayed=0.04,reply-lost=0.02")
            << QStringLiteral("eviction-uncounted@0/3lrfbirpgny5a many-pending@0/3aytqmlbpr4vw "
                              "toggle-user@0/2adwhz27qjc1b");
        // The person's other device had moved the lead to the same stage at the same time: the simulator took the one
        // operation for the other, sent again, and its author's next move for one that had seen it.
        QTest::newRow("two devices make the same move in the same moment")
            << quint64(20043633) << 3
            << QString()
            << QStringLiteral("create@1/2ennwj0h4j3n4 advance@1/mfwj4rda6anx toggle-user@2/1bu377ttrq0bq "
                              "stage-move@1/1cwg78r7c3pkq undo@0/38e9wggvt57r6 stage-move@2/3r3z9y8x47t1z "
                              "stage-move@2/zoha3ckq669i");
        // Offered again after one restored backup, it was refused, and another backup was restored: it is in the tray,
        // where the simulator did not look for it.
        QTest::newRow("refused in a history that is lost as well")
            << quint64(21001090) << 3
            << QStringLiteral("message-dropped=0.02,message-doubled=0.04,message-cut=0.005,message-damaged=0.004,"
                              "reply-lost=0.08,notification-lost=0.03,notification-late=0.12")
            << QStringLiteral("eviction-uncounted@2/30ywpsklots34 go-online@0/1karrxx0yauun advance@2/23kq0eigjsmb2 "
                              "stage-move@0/vpluzdch9v1w revoked-in-snapshot@1/2inpwp7sppa17 advance@2/25kxrfaep70x8 "
                              "backup-restored@0/1iqgvxpjqznv9 advance@2/2gy7rvefly3zo backup-restored@1/d2g9vlq681nk");
        // The team followed the owner in the first of two changes; the simulator held the second for its writer, and
        // missed a conflict with somebody who had seen the first.
        QTest::newRow("a derived field between two changes of one transaction")
            << quint64(21028016) << 3
            << QStringLiteral("message-dropped=0.03,message-doubled=0.01,reply-lost=0.06,notification-lost=0.06,"
                              "notification-late=0.12")
            << QStringLiteral("reassign@1/3tu5d1zmeiwfc backup-restored@0/1ap7x9kdh78f6 stage-move@1/38d9q0d93bhkx "
                              "advance@2/1fvo2a1t59pyn reassign@0/6n8pussojgvj");
        // Derived fields of another's change are overwritten by those of the deletion's author in the same push: nobody
        // wrote them. The simulator's claim.
        QTest::newRow("what was computed may be computed anew (undelete)")
            << quint64(50074010) << 3
            << QStringLiteral("message-dropped=0.01,message-reordered=0.03,message-cut=0.005,message-damaged=0.006,"
                              "reply-lost=0.08,server-killed-before-reply=0.01,server-killed-before-wake=0.02,"
                              "notification-lost=0.06,notification-late=0.06,notification-merged=0.09")
            << QStringLiteral("patch@1/fqkneld71c8h client-power-cut@2/3khzohn07swvp delete@1/1qw0ypoaadvbj "
                              "long-absence@2/27rj9cithjphs advance@0/2pinum6hid46z failover-tail-lost@2/304vspfa56wyk "
                              "advance@2/zb24w6lh1eq2 server-power-cut@2/10fv5zpiwnznb delete@2/22076zi183fcn "
                              "undo@2/3ltuetsdezik1 advance@2/yanvmjv2for8");
        // The same with the time of the last activity.
        QTest::newRow("what was computed may be computed anew (activity)")
            << quint64(50087965) << 3
            << QStringLiteral("message-doubled=0.04,message-delayed=0.08,message-damaged=0.008,"
                              "server-killed-before-reply=0.03,notification-late=0.09,notification-merged=0.06")
            << QStringLiteral("patch@2/kq2i3egce016 advance@2/11gk8d6ojue21 clock-wrong@1/1rt30chmrcwgw "
                              "create@1/37ch900h9biht create@2/19fcsfta4zpf0 patch@0/1gim8dgd2zgzn "
                              "server-killed@2/20mwjr3im9uvw advance@1/35ya0rlalc35t advance@1/15gwbss7eqj5b "
                              "delete@2/2t95cm30n6smf advance@1/17y7ed7lr3eh1");
        // A cloned client offered a lost operation, which was refused and is in its tray; the other one, back after weeks,
        // had nothing left to offer. The simulator's claim.
        QTest::newRow("a copy that nobody told apart offers for both")
            << quint64(50088229) << 3
            << QStringLiteral("message-dropped=0.02,message-doubled=0.01,message-reordered=0.01,message-cut=0.005,"
                              "reply-lost=0.04,server-killed-before-reply=0.04,server-killed-before-wake=0.03,"
                              "notification-lost=0.09,notification-late=0.12,notification-merged=0.03")
            << QStringLiteral("reassign@0/ghc250kweek1 set-add@1/3o04nzbti8fgr advance@0/rncyx74bunef "
                              "delete@1/1ctwbcrzr22s6 cloned@1/1brpftwlkkusa patch@0/18bcugasbrntl "
                              "stage-move@2/2f02284o4kz5t advance@1/3p3uwbs9ra5g4 reassign@2/19p6m6kisbjpx "
                              "revoked-in-snapshot@0/wf19utld1sp4 advance@0/3vpcmpio2qim1 patch@2/15hs1cuy84i6t "
                              "advance@1/12ejuqzqc9o5u backup-restored@0/8t1jqe8myx0q long-absence@1/h5uxvzgekhz6 "
                              "advance@2/3kt97gthue3s2 backup-restored@0/182u1i7734bt2 advance@2/2xm807rtmjac3");
        // A client set back had used the number of an edit before: a clone's result found no place under it. The client
        // sent the edit too, it was decided anew, and its author's next one lost against it in a conflict with
        // themselves.
        QTest::newRow("a copy of a client that was set back sends what both have")
            << quint64(60009412) << 4
            << QStringLiteral("message-dropped=0.02,message-cut=0.01,message-damaged=0.004,reply-lost=0.02,"
                              "server-killed-before-reply=0.03,notification-late=0.09,notification-merged=0.12")
            << QStringLiteral("create@1/z6f5a3bww90v create@1/10wo2hkow1s6b advance@2/234zqsyfkbx46 "
                              "partition-up@1/14ramswvm14qq rolled-back@1/1z36e3y37dwwu advance@0/3rz4jzccadhap "
                              "reassign@1/1m802m439qzv7 create@1/j4izj0x0e6sz cloned@1/560ueehdddco "
                              "patch-several@1/vjnixcig3glo");
    }

    void holds()
    {
        QFETCH(quint64, seed);
        QFETCH(int, clients);
        QFETCH(QString, rates);
        QFETCH(QString, steps);
        RunOptions options{.seed = seed, .clients = clients};
        options.rates = FaultRates::parse(rates);
        options.areRatesExact = true;
        options.history = stepsFromText(steps);
        QVERIFY(options.rates && options.history);
        const RunResult result = runSimulation(options, m_templates);
        QVERIFY2(!result.violation, qPrintable(result.violation.value_or(Violation{}).message));
        QCOMPARE(result.steps, int(options.history->size()));
    }

private:
    Templates m_templates;
};

} // namespace mdmc::simulation

QTEST_GUILESS_MAIN(mdmc::simulation::TestRegressions)
#include "test_regressions.moc"

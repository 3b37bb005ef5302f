<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB" sourcelanguage="en">
<context>
    <name>FilterWords</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 and %n more</numerusform>
            <numerusform>%1 and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportWords</name>
    <message numerus="yes">
        <source>New</source>
        <comment>rows</comment>
        <translation>
            <numerusform>New</numerusform>
            <numerusform>New</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Imported</numerusform>
            <numerusform>Imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change a lead</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Changes a lead</numerusform>
            <numerusform>Change a lead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Updated</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Updated</numerusform>
            <numerusform>Updated</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cannot be imported</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Cannot be imported</numerusform>
            <numerusform>Cannot be imported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not imported</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Not imported</numerusform>
            <numerusform>Not imported</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InspectorWords</name>
    <message numerus="yes">
        <source>%n not sent yet</source>
        <translation>
            <numerusform>%n not sent yet</numerusform>
            <numerusform>%n not sent yet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sent, without an answer</source>
        <translation>
            <numerusform>%n sent, without an answer</numerusform>
            <numerusform>%n sent, without an answer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted, on the way back</source>
        <translation>
            <numerusform>%n accepted, on the way back</numerusform>
            <numerusform>%n accepted, on the way back</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to number %1 of %2, %n to come</source>
        <translation>
            <numerusform>up to number %1 of %2, %n to come</numerusform>
            <numerusform>up to number %1 of %2, %n to come</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) of record differed (%1) and are fetched again</source>
        <translation>
            <numerusform>%n kind of record differed (%1) and is fetched again</numerusform>
            <numerusform>%n kinds of record differed (%1) and are fetched again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Sent %n edit(s)</source>
        <translation>
            <numerusform>Sent %n edit</numerusform>
            <numerusform>Sent %n edits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) accepted</source>
        <translation>
            <numerusform>%n edit accepted</numerusform>
            <numerusform>%n edits accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) refused</source>
        <translation>
            <numerusform>%n edit refused</numerusform>
            <numerusform>%n edits refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n accepted</numerusform>
            <numerusform>%n accepted</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Received %n record(s)</source>
        <translation>
            <numerusform>Received %n record</numerusform>
            <numerusform>Received %n records</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left your sight</source>
        <translation>
            <numerusform>%n left your sight</numerusform>
            <numerusform>%n left your sight</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Compared: %n kind(s) of record differ</source>
        <translation>
            <numerusform>Compared: %n kind of record differs</numerusform>
            <numerusform>Compared: %n kinds of record differ</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message numerus="yes">
        <source>The %n value(s) you entered will be gone for good; the record stays as it is on the server.</source>
        <translation>
            <numerusform>The value you entered will be gone for good; the record stays as it is on the server.</numerusform>
            <numerusform>The %n values you entered will be gone for good; the record stays as it is on the server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) that failed because of this one go with it.</source>
        <translation>
            <numerusform>%n edit that failed because of this one goes with it.</numerusform>
            <numerusform>%n edits that failed because of this one go with it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>What you entered in %n edit(s) will be gone for good; the records stay as they are on the server.</source>
        <translation>
            <numerusform>What you entered in %n edit will be gone for good; the record stays as it is on the server.</numerusform>
            <numerusform>What you entered in %n edits will be gone for good; the records stay as they are on the server.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In step, but %n of your edits was refused</source>
        <translation>
            <numerusform>In step, but %n of your edits was refused</numerusform>
            <numerusform>In step, but %n of your edits were refused</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::app::SyncSentence</name>
    <message numerus="yes">
        <source>, %n waiting</source>
        <translation>
            <numerusform>, %n waiting</numerusform>
            <numerusform>, %n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::AttentionPane</name>
    <message numerus="yes">
        <source>%n edit(s) failed because of this one. They go along with Retry and with Discard.</source>
        <translation>
            <numerusform>%n edit failed because of this one. It goes along with Retry and with Discard.</numerusform>
            <numerusform>%n edits failed because of this one. They go along with Retry and with Discard.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::CampaignsPage</name>
    <message numerus="yes">
        <source>%n campaign(s)</source>
        <translation>
            <numerusform>%n campaign</numerusform>
            <numerusform>%n campaigns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::HeaderBar</name>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::HostForm</name>
    <message numerus="yes">
        <source>Use at least %n characters. A short sentence is easy to remember.</source>
        <translation>
            <numerusform>Use at least %n character. A short sentence is easy to remember.</numerusform>
            <numerusform>Use at least %n characters. A short sentence is easy to remember.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters.</source>
        <translation>
            <numerusform>At least %n character.</numerusform>
            <numerusform>At least %n characters.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportPage</name>
    <message numerus="yes">
        <source>%n row(s) saved in %1</source>
        <translation>
            <numerusform>%n row saved in %1</numerusform>
            <numerusform>%n rows saved in %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) so far</source>
        <translation>
            <numerusform>%n row so far</numerusform>
            <numerusform>%n rows so far</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportReportView</name>
    <message numerus="yes">
        <source>%n row(s) in the file.</source>
        <translation>
            <numerusform>%n row in the file.</numerusform>
            <numerusform>%n rows in the file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) so far. You can go on working; this continues by itself.</source>
        <translation>
            <numerusform>%n row so far. You can go on working; this continues by itself.</numerusform>
            <numerusform>%n rows so far. You can go on working; this continues by itself.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were done. What went in is kept; importing the same file again goes on from there.</source>
        <translation>
            <numerusform>%n row was done. What went in is kept; importing the same file again goes on from there.</numerusform>
            <numerusform>%n rows were done. What went in is kept; importing the same file again goes on from there.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first rows of each kind; %n more are not listed.</source>
        <translation>
            <numerusform>The first rows of each kind; %n more is not listed.</numerusform>
            <numerusform>The first rows of each kind; %n more are not listed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Import %n row(s)</source>
        <translation>
            <numerusform>Import %n row</numerusform>
            <numerusform>Import %n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadBoardModel</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadForm</name>
    <message numerus="yes">
        <source>%1 has the %2, and %n more may be the same.</source>
        <translation>
            <numerusform>%1 has the %2, and %n more may be the same.</numerusform>
            <numerusform>%1 has the %2, and %n more may be the same.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadsPage</name>
    <message numerus="yes">
        <source>%n of the selected leads have no contract value. Move them to “won” one by one to enter it.</source>
        <translation>
            <numerusform>%n of the selected leads has no contract value. Move it to “won” by itself to enter it.</numerusform>
            <numerusform>%n of the selected leads have no contract value. Move them to “won” one by one to enter it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n lead(s)</source>
        <translation>
            <numerusform>Delete %n lead</numerusform>
            <numerusform>Delete %n leads</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadsPresenter</name>
    <message numerus="yes">
        <source>%n lead(s)</source>
        <translation>
            <numerusform>%n lead</numerusform>
            <numerusform>%n leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lead(s) moved to %1</source>
        <translation>
            <numerusform>%n lead moved to %1</numerusform>
            <numerusform>%n leads moved to %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 changed on %n lead(s)</source>
        <translation>
            <numerusform>%1 changed on %n lead</numerusform>
            <numerusform>%1 changed on %n leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n lead(s)</source>
        <translation>
            <numerusform>Delete %n lead</numerusform>
            <numerusform>Delete %n leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lead(s) deleted</source>
        <translation>
            <numerusform>%n lead deleted</numerusform>
            <numerusform>%n leads deleted</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ProfileSection</name>
    <message numerus="yes">
        <source>%n edit(s) have not reached the server yet. They stay on this computer, encrypted, and go out when you sign in again here.</source>
        <translation>
            <numerusform>%n edit has not reached the server yet. It stays on this computer, encrypted, and goes out when you sign in again here.</numerusform>
            <numerusform>%n edits have not reached the server yet. They stay on this computer, encrypted, and go out when you sign in again here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SyncList</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SyncPage</name>
    <message numerus="yes">
        <source>%n refused edit(s)</source>
        <translation>
            <numerusform>%n refused edit</numerusform>
            <numerusform>%n refused edits</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflict</numerusform>
            <numerusform>%n conflicts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SyncPresenter</name>
    <message numerus="yes">
        <source>%n edit(s) waiting to be sent again</source>
        <translation>
            <numerusform>%n edit waiting to be sent again</numerusform>
            <numerusform>%n edits waiting to be sent again</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) discarded</source>
        <translation>
            <numerusform>%n edit discarded</numerusform>
            <numerusform>%n edits discarded</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) could not be sent again and stay here. Open one to see why.</source>
        <translation>
            <numerusform>%n edit could not be sent again and stays here. Open it to see why.</numerusform>
            <numerusform>%n edits could not be sent again and stay here. Open one to see why.</numerusform>
        </translation>
    </message>
</context>
</TS>

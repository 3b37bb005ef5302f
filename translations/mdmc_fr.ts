<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR" sourcelanguage="en">
<context>
    <name>ConflictEntry</name>
    <message>
        <source>you</source>
        <translation>vous</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>quelqu’un</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>“%1”</source>
        <translation>«&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>The other value was brought back</source>
        <translation>L’autre valeur a été restaurée</translation>
    </message>
    <message>
        <source>Left as it was</source>
        <translation>Laissé tel quel</translation>
    </message>
    <message>
        <source>Deleted while it was edited</source>
        <translation>Supprimé pendant une modification</translation>
    </message>
    <message>
        <source>Deleted by %1</source>
        <translation>Supprimé par %1</translation>
    </message>
    <message>
        <source>Edited by %1</source>
        <translation>Modifié par %1</translation>
    </message>
    <message>
        <source>Two values for %1</source>
        <translation>Deux valeurs pour «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>Kept: %1 – %2</source>
        <translation>Conservée&#x202f;: %1 – %2</translation>
    </message>
    <message>
        <source>Not kept: %1 – %2</source>
        <translation>Écartée&#x202f;: %1 – %2</translation>
    </message>
    <message>
        <source>Now: %1</source>
        <translation>Actuellement&#x202f;: %1</translation>
    </message>
    <message>
        <source>Bring it back with the edit</source>
        <translation>Restaurer avec la modification</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Sets the field to %1</source>
        <translation>Donne au champ la valeur %1</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
    <message>
        <source>Leaves the record as it is now</source>
        <translation>Laisse la fiche telle qu’elle est</translation>
    </message>
</context>
<context>
    <name>DueText</name>
    <message>
        <source>today</source>
        <translation>aujourd’hui</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>demain</translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>This is not an e-mail address. It needs a form like name@example.com.</source>
        <translation>Adresse e-mail non valide. Forme attendue&#x202f;: nom@example.com.</translation>
    </message>
    <message>
        <source>This is not a phone number. Write it with its country code, such as +33 6 39 98 12 34.</source>
        <translation>Ce n’est pas un numéro de téléphone. Saisissez-le avec l’indicatif du pays, par exemple +33 6 39 98 12 34.</translation>
    </message>
    <message>
        <source>This is not a Spotify artist. Paste the link of the artist&apos;s page, such as open.spotify.com/artist/….</source>
        <translation>Ce n’est pas un artiste Spotify. Collez le lien de sa page, par exemple open.spotify.com/artist/….</translation>
    </message>
    <message>
        <source>This is not an amount. Write it like 1500 or 1 500,00 EUR.</source>
        <translation>Ce n’est pas un montant. Saisissez par exemple 1500 ou 1 500,00 EUR.</translation>
    </message>
    <message>
        <source>This is not a country. Use its two letters, such as FR.</source>
        <translation>Ce n’est pas un pays. Utilisez son code à deux lettres, par exemple FR.</translation>
    </message>
    <message>
        <source>This is needed.</source>
        <translation>Ce champ est obligatoire.</translation>
    </message>
    <message>
        <source>%1 is needed.</source>
        <translation>%1&#x202f;: ce champ est obligatoire.</translation>
    </message>
    <message>
        <source>This value cannot be read. Check it and write it again.</source>
        <translation>Cette valeur est illisible. Vérifiez-la et saisissez-la à nouveau.</translation>
    </message>
    <message>
        <source>This is too long. Shorten it.</source>
        <translation>Ce texte est trop long. Raccourcissez-le.</translation>
    </message>
    <message>
        <source>This is outside what is possible.</source>
        <translation>Cette valeur sort des limites possibles.</translation>
    </message>
    <message>
        <source>What this refers to no longer exists. Choose another.</source>
        <translation>L’élément désigné n’existe plus. Choisissez-en un autre.</translation>
    </message>
    <message>
        <source>This is not in the list. Choose one of the entries.</source>
        <translation>Cette valeur n’est pas dans la liste. Choisissez l’une des entrées.</translation>
    </message>
    <message>
        <source>The end is before the start. Choose a later end.</source>
        <translation>La fin précède le début. Choisissez une date de fin ultérieure.</translation>
    </message>
    <message>
        <source>A lost lead needs a reason. Choose why it was lost.</source>
        <translation>Un lead perdu doit avoir un motif. Choisissez pourquoi il a été perdu.</translation>
    </message>
    <message>
        <source>A won lead needs a contract value above zero. Enter what was agreed.</source>
        <translation>Un lead gagné doit avoir un montant de contrat supérieur à zéro. Saisissez le montant convenu.</translation>
    </message>
    <message>
        <source>This cannot be changed any more.</source>
        <translation>Cette valeur ne peut plus être modifiée.</translation>
    </message>
    <message>
        <source>This cannot be saved as it is. Nothing was changed.</source>
        <translation>Impossible d’enregistrer en l’état. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>%1: this value cannot be saved. Nothing was changed.</source>
        <translation>%1&#x202f;: cette valeur ne peut pas être enregistrée. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This record no longer exists here. It was deleted, or handed to somebody whose records you do not see.</source>
        <translation>Cette fiche n’est plus ici. Elle a été supprimée, ou confiée à une personne dont vous ne voyez pas les fiches.</translation>
    </message>
    <message>
        <source>This exists already. Nothing was changed.</source>
        <translation>Cet élément existe déjà. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This is too large to be saved. Shorten it and try again.</source>
        <translation>Ce contenu est trop volumineux pour être enregistré. Raccourcissez-le et réessayez.</translation>
    </message>
    <message>
        <source>This version of the program cannot read that.</source>
        <translation>Cette version du programme ne peut pas lire ces données.</translation>
    </message>
    <message>
        <source>You are signed out. Sign in again; what you edited is kept here.</source>
        <translation>Vous êtes déconnecté. Reconnectez-vous&#x202f;; vos modifications sont conservées ici.</translation>
    </message>
    <message>
        <source>Your role does not allow this. Nothing was changed.</source>
        <translation>Votre rôle ne le permet pas. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Your role does not allow you to change %1. Nothing was changed.</source>
        <translation>Votre rôle ne vous permet pas de modifier «&#x202f;%1&#x202f;». Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Too many attempts. Wait a minute and try again.</source>
        <translation>Trop de tentatives. Patientez une minute et réessayez.</translation>
    </message>
    <message>
        <source>The local data is in use by another window. Try again in a moment.</source>
        <translation>Les données locales sont utilisées par une autre fenêtre. Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>The disk is full, so this was not saved. What was saved before is safe. Free some space and try again.</source>
        <translation>Le disque est plein&#x202f;: rien n’a été enregistré cette fois. Ce qui l’était déjà est en sécurité. Libérez de l’espace et réessayez.</translation>
    </message>
    <message>
        <source>The local data is damaged. Nothing was overwritten. Open Settings to get a fresh copy from the server.</source>
        <translation>Les données locales sont endommagées. Rien n’a été écrasé. Ouvrez les réglages pour obtenir une nouvelle copie du serveur.</translation>
    </message>
    <message>
        <source>This key does not open the local data. Nothing was changed.</source>
        <translation>Cette clé n’ouvre pas les données locales. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>The key of the local data is missing from this computer&apos;s key store.</source>
        <translation>La clé des données locales est absente du trousseau de cet ordinateur.</translation>
    </message>
    <message>
        <source>The local data was written by a later version of the program. Update the program to open it.</source>
        <translation>Les données locales ont été écrites par une version plus récente du programme. Mettez le programme à jour pour les ouvrir.</translation>
    </message>
    <message>
        <source>This could not be saved to the disk. What was saved before is safe. Try again.</source>
        <translation>L’enregistrement sur le disque a échoué. Ce qui était déjà enregistré est en sécurité. Réessayez.</translation>
    </message>
    <message>
        <source>The server cannot be reached. You can go on working; edits are kept here.</source>
        <translation>Le serveur est injoignable. Vous pouvez continuer à travailler&#x202f;: vos modifications sont conservées ici.</translation>
    </message>
    <message>
        <source>The server did not answer in time. You can go on working; edits are kept here.</source>
        <translation>Le serveur n’a pas répondu à temps. Vous pouvez continuer à travailler&#x202f;: vos modifications sont conservées ici.</translation>
    </message>
    <message>
        <source>The server&apos;s certificate cannot be trusted, so nothing was sent. Ask your administrator.</source>
        <translation>Le certificat du serveur n’est pas fiable&#x202f;: rien n’a été envoyé. Contactez votre administrateur.</translation>
    </message>
    <message>
        <source>This address is not an MDMC server.</source>
        <translation>Cette adresse n’est pas celle d’un serveur MDMC.</translation>
    </message>
    <message>
        <source>The server has a problem. Edits are kept here and sent later.</source>
        <translation>Le serveur rencontre un problème. Vos modifications sont conservées ici et seront envoyées plus tard.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Opération annulée.</translation>
    </message>
    <message>
        <source>Something went wrong in the program. What was saved before is safe.</source>
        <translation>Une erreur est survenue dans le programme. Ce qui était déjà enregistré est en sécurité.</translation>
    </message>
    <message>
        <source>The server found a value that breaks a rule.</source>
        <translation>Le serveur a trouvé une valeur contraire à une règle.</translation>
    </message>
    <message>
        <source>The server cannot accept the value of %1.</source>
        <translation>Le serveur ne peut pas accepter la valeur de «&#x202f;%1&#x202f;».</translation>
    </message>
    <message>
        <source>Your role does not allow this change.</source>
        <translation>Votre rôle ne permet pas cette modification.</translation>
    </message>
    <message>
        <source>Your role does not allow you to change %1.</source>
        <translation>Votre rôle ne vous permet pas de modifier «&#x202f;%1&#x202f;».</translation>
    </message>
    <message>
        <source>The record was handed to somebody whose records you do not see before your edit arrived.</source>
        <translation>La fiche a été confiée à une personne dont vous ne voyez pas les fiches avant l’arrivée de votre modification.</translation>
    </message>
    <message>
        <source>The record was deleted before your edit arrived.</source>
        <translation>La fiche a été supprimée avant l’arrivée de votre modification.</translation>
    </message>
    <message>
        <source>The server does not have the record that this edit is about.</source>
        <translation>Le serveur n’a pas la fiche concernée par cette modification.</translation>
    </message>
    <message>
        <source>An edit that belongs to this one was refused, so neither was made.</source>
        <translation>Une modification liée à celle-ci a été refusée&#x202f;: aucune des deux n’a été faite.</translation>
    </message>
    <message>
        <source>Another record has this value already.</source>
        <translation>Une autre fiche a déjà cette valeur.</translation>
    </message>
    <message>
        <source>Another record has this value of %1 already.</source>
        <translation>Une autre fiche a déjà cette valeur pour «&#x202f;%1&#x202f;».</translation>
    </message>
    <message>
        <source>The edit is larger than the server allows.</source>
        <translation>La modification dépasse la taille admise par le serveur.</translation>
    </message>
    <message>
        <source>The server and this program are of different versions. One of the two needs an update.</source>
        <translation>Le serveur et ce programme sont de versions différentes. L’un des deux doit être mis à jour.</translation>
    </message>
    <message>
        <source>The server failed on this edit several times.</source>
        <translation>Le serveur a échoué plusieurs fois sur cette modification.</translation>
    </message>
    <message>
        <source>The server refused this edit.</source>
        <translation>Le serveur a refusé cette modification.</translation>
    </message>
    <message>
        <source>E-mail and password do not match. Check both and try again.</source>
        <translation>L’adresse e-mail et le mot de passe ne correspondent pas. Vérifiez-les et réessayez.</translation>
    </message>
    <message>
        <source>No server answers at this address. Check the address and your connection.</source>
        <translation>Aucun serveur ne répond à cette adresse. Vérifiez l’adresse et votre connexion.</translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again in a moment.</source>
        <translation>Le serveur n’a pas répondu à temps. Réessayez dans un instant.</translation>
    </message>
    <message>
        <source>The certificate of this server cannot be trusted, so your password was not sent. Ask your administrator.</source>
        <translation>Le certificat de ce serveur n’est pas fiable&#x202f;: votre mot de passe n’a pas été envoyé. Contactez votre administrateur.</translation>
    </message>
    <message>
        <source>Something answers at this address, but it is not an MDMC server.</source>
        <translation>Quelque chose répond à cette adresse, mais ce n’est pas un serveur MDMC.</translation>
    </message>
    <message>
        <source>This server speaks another version. Update the program or the server.</source>
        <translation>Ce serveur utilise une autre version. Mettez à jour le programme ou le serveur.</translation>
    </message>
    <message>
        <source>This computer already holds the data of another account. Sign out of it first; nothing was changed.</source>
        <translation>Cet ordinateur contient déjà les données d’un autre compte. Déconnectez d’abord ce compte&#x202f;; rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This account is switched off. Ask your administrator.</source>
        <translation>Ce compte est désactivé. Contactez votre administrateur.</translation>
    </message>
    <message>
        <source>This passphrase does not open the data. Nothing was changed.</source>
        <translation>Cette phrase secrète n’ouvre pas les données. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>This is not an address. It needs a form like https://crm.example.com.</source>
        <translation>Ce n’est pas une adresse. Elle doit avoir la forme https://crm.example.com.</translation>
    </message>
    <message>
        <source>This cannot be used. Check what you typed.</source>
        <translation>Cette saisie ne convient pas. Vérifiez-la.</translation>
    </message>
</context>
<context>
    <name>FailureText</name>
    <message>
        <source>Your data on this computer was left exactly as it is.</source>
        <translation>Vos données sur cet ordinateur sont restées telles quelles.</translation>
    </message>
    <message>
        <source>The key of your data cannot be found</source>
        <translation>La clé de vos données est introuvable</translation>
    </message>
    <message>
        <source>The keychain of this computer may be locked, or it has been replaced. Unlock it and try again. Otherwise sign in anew: what had been synced comes back from the server.</source>
        <translation>Le trousseau de cet ordinateur est peut-être verrouillé, ou il a été remplacé. Déverrouillez-le et réessayez. Sinon, connectez-vous de nouveau&#x202f;: ce qui était synchronisé reviendra du serveur.</translation>
    </message>
    <message>
        <source>The key does not open your data</source>
        <translation>La clé n’ouvre pas vos données</translation>
    </message>
    <message>
        <source>The keychain holds another key, or the file is damaged. Put the file back from a backup and try again, or sign in anew: what had been synced comes back from the server.</source>
        <translation>Le trousseau contient une autre clé, ou le fichier est endommagé. Remettez en place le fichier d’une sauvegarde et réessayez, ou connectez-vous de nouveau&#x202f;: ce qui était synchronisé reviendra du serveur.</translation>
    </message>
    <message>
        <source>Your data on this computer is damaged</source>
        <translation>Vos données sur cet ordinateur sont endommagées</translation>
    </message>
    <message>
        <source>Nothing was overwritten; the damaged file is kept.</source>
        <translation>Rien n’a été écrasé&#x202f;; le fichier endommagé est conservé.</translation>
    </message>
    <message>
        <source>Sign in anew to get a fresh copy from the server. Edits that had not been synced are still in the damaged file: keep it until you know that you do not miss them.</source>
        <translation>Connectez-vous de nouveau pour obtenir une nouvelle copie du serveur. Les modifications non synchronisées sont encore dans le fichier endommagé&#x202f;: gardez-le tant que vous n’êtes pas sûr de pouvoir vous en passer.</translation>
    </message>
    <message>
        <source>Your data was written by a later version</source>
        <translation>Vos données ont été écrites par une version plus récente</translation>
    </message>
    <message>
        <source>Update this program, then open it again. Nothing is lost.</source>
        <translation>Mettez ce programme à jour, puis rouvrez-le. Rien n’est perdu.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Le disque est plein</translation>
    </message>
    <message>
        <source>What was saved before is safe.</source>
        <translation>Ce qui était déjà enregistré est en sécurité.</translation>
    </message>
    <message>
        <source>Free some space on the disk and try again.</source>
        <translation>Libérez de l’espace sur le disque et réessayez.</translation>
    </message>
    <message>
        <source>Your data is in use</source>
        <translation>Vos données sont en cours d’utilisation</translation>
    </message>
    <message>
        <source>MDMC CRM may be open in another window. Close it there and try again.</source>
        <translation>MDMC CRM est peut-être ouvert dans une autre fenêtre. Fermez-la et réessayez.</translation>
    </message>
    <message>
        <source>Your data cannot be read</source>
        <translation>Vos données sont illisibles</translation>
    </message>
    <message>
        <source>Check that the disk is connected and that you may read and write the folder, then try again.</source>
        <translation>Vérifiez que le disque est connecté et que vous avez le droit de lire et d’écrire dans le dossier, puis réessayez.</translation>
    </message>
    <message>
        <source>Your workspace is locked</source>
        <translation>Votre espace de travail est verrouillé</translation>
    </message>
    <message>
        <source>Try again to enter the passphrase.</source>
        <translation>Réessayez pour saisir la phrase secrète.</translation>
    </message>
    <message>
        <source>Your workspace could not be opened</source>
        <translation>Votre espace de travail n’a pas pu être ouvert</translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message>
        <source>All leads</source>
        <translation>Tous les leads</translation>
    </message>
    <message>
        <source>My pipeline</source>
        <translation>Mon pipeline</translation>
    </message>
    <message>
        <source>Stale</source>
        <translation>Stagnants</translation>
    </message>
    <message>
        <source>Unassigned</source>
        <translation>Sans responsable</translation>
    </message>
    <message>
        <source>is</source>
        <translation>est</translation>
    </message>
    <message>
        <source>is not</source>
        <translation>n’est pas</translation>
    </message>
    <message>
        <source>is any of</source>
        <translation>parmi</translation>
    </message>
    <message>
        <source>is none of</source>
        <translation>hors de</translation>
    </message>
    <message>
        <source>from</source>
        <translation>à partir de</translation>
    </message>
    <message>
        <source>at least</source>
        <translation>au moins</translation>
    </message>
    <message>
        <source>until</source>
        <translation>jusqu’à</translation>
    </message>
    <message>
        <source>at most</source>
        <translation>au plus</translation>
    </message>
    <message>
        <source>between</source>
        <translation>entre</translation>
    </message>
    <message>
        <source>contains</source>
        <translation>contient</translation>
    </message>
    <message>
        <source>is empty</source>
        <translation>est vide</translation>
    </message>
    <message>
        <source>is filled in</source>
        <translation>est renseigné</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 et %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 et %n de plus</numerusform>
            <numerusform>%1 et %n de plus</numerusform>
        </translation>
    </message>
    <message>
        <source> or </source>
        <translation> ou </translation>
    </message>
    <message>
        <source> and </source>
        <translation> et </translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Groupe</translation>
    </message>
</context>
<context>
    <name>FormatWords</name>
    <message>
        <source>today</source>
        <translation>aujourd’hui</translation>
    </message>
    <message>
        <source>tomorrow</source>
        <translation>demain</translation>
    </message>
    <message>
        <source>yesterday</source>
        <translation>hier</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>à l’instant</translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation>il y a %1 s</translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation>il y a %1 min</translation>
    </message>
    <message>
        <source>less than a minute left</source>
        <translation>moins d’une minute restante</translation>
    </message>
    <message>
        <source>about %1 min left</source>
        <translation>environ %1 min restantes</translation>
    </message>
    <message>
        <source>about %1 h left</source>
        <translation>environ %1 h restantes</translation>
    </message>
</context>
<context>
    <name>ImportWords</name>
    <message>
        <source>There is no such date.</source>
        <translation>Cette date n’existe pas.</translation>
    </message>
    <message>
        <source>The row has neither artist, name, e-mail, phone nor Spotify link.</source>
        <translation>La ligne n’a ni artiste, ni nom, ni e-mail, ni téléphone, ni lien Spotify.</translation>
    </message>
    <message>
        <source>Several leads here fit this row, and none by its artist&apos;s name.</source>
        <translation>Plusieurs leads d’ici correspondent à cette ligne, mais aucun par le nom de l’artiste.</translation>
    </message>
    <message>
        <source>There is no such stage here; a new lead begins at the first one.</source>
        <translation>Cette étape n’existe pas ici&#x202f;; un nouveau lead commence à la première.</translation>
    </message>
    <message>
        <source>There is no such pipeline here.</source>
        <translation>Ce pipeline n’existe pas ici.</translation>
    </message>
    <message>
        <source>Nobody here has this name; a new lead becomes yours.</source>
        <translation>Personne ici ne porte ce nom&#x202f;; un nouveau lead devient le vôtre.</translation>
    </message>
    <message>
        <source>This is not in the list here and is left out.</source>
        <translation>Cette valeur n’est pas dans la liste d’ici&#x202f;: elle est omise.</translation>
    </message>
    <message>
        <source>This is not in the list here; it is kept as it is.</source>
        <translation>Cette valeur n’est pas dans la liste d’ici&#x202f;: elle est gardée telle quelle.</translation>
    </message>
    <message>
        <source>This country is not known and is left out.</source>
        <translation>Ce pays est inconnu&#x202f;: il est omis.</translation>
    </message>
    <message>
        <source>This is neither yes nor no and is left out.</source>
        <translation>Ce n’est ni oui ni non&#x202f;: la valeur est omise.</translation>
    </message>
    <message>
        <source>This is not an amount and is left out.</source>
        <translation>Ce n’est pas un montant&#x202f;: la valeur est omise.</translation>
    </message>
    <message>
        <source>No artist is named, so the person&apos;s name is taken.</source>
        <translation>Aucun artiste n’est indiqué&#x202f;: le nom de la personne est repris.</translation>
    </message>
    <message>
        <source>No artist is named, so the address or number is taken.</source>
        <translation>Aucun artiste n’est indiqué&#x202f;: l’adresse ou le numéro est repris.</translation>
    </message>
    <message>
        <source>A lead here has the same e-mail, phone or Spotify link.</source>
        <translation>Un lead d’ici a le même e-mail, téléphone ou lien Spotify.</translation>
    </message>
    <message>
        <source>This row was imported before.</source>
        <translation>Cette ligne a déjà été importée.</translation>
    </message>
    <message>
        <source>The row has more cells than the first row has titles.</source>
        <translation>La ligne a plus de cellules que la première n’a de titres.</translation>
    </message>
    <message>
        <source>A quotation mark stands in the middle of a cell; it is kept.</source>
        <translation>Un guillemet se trouve au milieu d’une cellule&#x202f;; il est gardé.</translation>
    </message>
    <message>
        <source>A quotation mark is never closed; it is kept.</source>
        <translation>Un guillemet n’est jamais fermé&#x202f;; il est gardé.</translation>
    </message>
    <message>
        <source>Some characters are damaged in the file.</source>
        <translation>Certains caractères du fichier sont endommagés.</translation>
    </message>
    <message>
        <source>This is a spreadsheet. Open it and save it as CSV, then choose that file.</source>
        <translation>C’est un classeur de tableur. Ouvrez-le et enregistrez-le en CSV, puis choisissez ce fichier.</translation>
    </message>
    <message>
        <source>This is an archive. Unpack it and choose the CSV file inside.</source>
        <translation>C’est une archive. Décompressez-la et choisissez le fichier CSV qu’elle contient.</translation>
    </message>
    <message>
        <source>These are contact cards (vCard). Export your contacts as CSV and choose that file.</source>
        <translation>Ce sont des cartes de visite (vCard). Exportez vos contacts en CSV et choisissez ce fichier.</translation>
    </message>
    <message>
        <source>This is a web page, even if its name says otherwise. Export the list again, as CSV.</source>
        <translation>C’est une page web, malgré son nom. Exportez de nouveau la liste, en CSV.</translation>
    </message>
    <message>
        <source>The file is empty. Nothing was imported.</source>
        <translation>Le fichier est vide. Rien n’a été importé.</translation>
    </message>
    <message>
        <source>The text of this file cannot be read. Save it as CSV in UTF-8 and try again.</source>
        <translation>Le texte de ce fichier est illisible. Enregistrez-le en CSV (UTF-8) et réessayez.</translation>
    </message>
    <message>
        <source>The file cannot be opened. It may have been moved, or you may not read it.</source>
        <translation>Le fichier ne peut pas être ouvert. Il a peut-être été déplacé, ou vous n’avez pas le droit de le lire.</translation>
    </message>
    <message>
        <source>The file could not be read to its end. Copy it to this computer and try again.</source>
        <translation>Le fichier n’a pas pu être lu jusqu’au bout. Copiez-le sur cet ordinateur et réessayez.</translation>
    </message>
    <message>
        <source>This does not read as a table. Choose another separator, or save the file anew as CSV.</source>
        <translation>Ce fichier ne se lit pas comme un tableau. Choisissez un autre séparateur, ou enregistrez-le de nouveau en CSV.</translation>
    </message>
    <message>
        <source>This is not a table of text. Export the list as CSV and choose that file.</source>
        <translation>Ce n’est pas un tableau de texte. Exportez la liste en CSV et choisissez ce fichier.</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>Omettre</translation>
    </message>
    <message>
        <source>Full name</source>
        <translation>Nom complet</translation>
    </message>
    <message>
        <source>Currency</source>
        <translation>Devise</translation>
    </message>
    <message>
        <source>Id of an MDMC export</source>
        <translation>Identifiant d’un export MDMC</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>Importé</translation>
    </message>
    <message>
        <source>Changes a lead</source>
        <translation>Modifie un lead</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Mis à jour</translation>
    </message>
    <message>
        <source>Nothing new</source>
        <translation>Rien de nouveau</translation>
    </message>
    <message>
        <source>Twice in the file</source>
        <translation>Deux fois dans le fichier</translation>
    </message>
    <message>
        <source>Already here</source>
        <translation>Déjà ici</translation>
    </message>
    <message>
        <source>No such lead here</source>
        <translation>Aucun lead ici</translation>
    </message>
    <message>
        <source>Cannot be imported</source>
        <translation>Non importable</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>Non importé</translation>
    </message>
    <message>
        <source>“%1”: %2</source>
        <comment>value: sentence</comment>
        <translation>«&#x202f;%1&#x202f;»&#x202f;: %2</translation>
    </message>
    <message>
        <source>%1 “%2”: %3</source>
        <comment>field, value: sentence</comment>
        <translation>%1 «&#x202f;%2&#x202f;»&#x202f;: %3</translation>
    </message>
    <message>
        <source>An earlier row of the file is about the same lead.</source>
        <translation>Une ligne précédente du fichier concerne le même lead.</translation>
    </message>
    <message>
        <source>No lead here has the same e-mail, phone or Spotify link.</source>
        <translation>Aucun lead d’ici n’a le même e-mail, téléphone ou lien Spotify.</translation>
    </message>
    <message>
        <source>No column says who a row is about. Give one to the artist, a name, an e-mail, a phone or a Spotify link.</source>
        <translation>Aucune colonne ne dit de qui parle une ligne. Attribuez-en une à l’artiste, à un nom, à un e-mail, à un téléphone ou à un lien Spotify.</translation>
    </message>
    <message>
        <source>Two columns go to %1, which takes only one. Leave one of them out.</source>
        <translation>Deux colonnes vont vers «&#x202f;%1&#x202f;», qui n’en accepte qu’une. Omettez l’une d’elles.</translation>
    </message>
    <message numerus="yes">
        <source>New</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Nouvelle</numerusform>
            <numerusform>Nouvelles</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Imported</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Importée</numerusform>
            <numerusform>Importées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change a lead</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Modifie un lead</numerusform>
            <numerusform>Modifient un lead</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Updated</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Mise à jour</numerusform>
            <numerusform>Mises à jour</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cannot be imported</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Non importable</numerusform>
            <numerusform>Non importables</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not imported</source>
        <comment>rows</comment>
        <translation>
            <numerusform>Non importée</numerusform>
            <numerusform>Non importées</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>InspectorWords</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>now</source>
        <translation>maintenant</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>dans %1</translation>
    </message>
    <message numerus="yes">
        <source>%n not sent yet</source>
        <translation>
            <numerusform>%n pas encore envoyée</numerusform>
            <numerusform>%n pas encore envoyées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sent, without an answer</source>
        <translation>
            <numerusform>%n envoyée, sans réponse</numerusform>
            <numerusform>%n envoyées, sans réponse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted, on the way back</source>
        <translation>
            <numerusform>%n acceptée, en retour</numerusform>
            <numerusform>%n acceptées, en retour</numerusform>
        </translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Changes received</source>
        <translation>Changements reçus</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Aucun pour l’instant</translation>
    </message>
    <message>
        <source>up to number %1</source>
        <translation>jusqu’au numéro %1</translation>
    </message>
    <message>
        <source>up to number %1, nothing missing</source>
        <translation>jusqu’au numéro %1, rien ne manque</translation>
    </message>
    <message numerus="yes">
        <source>up to number %1 of %2, %n to come</source>
        <translation>
            <numerusform>jusqu’au numéro %1 sur %2, %n à venir</numerusform>
            <numerusform>jusqu’au numéro %1 sur %2, %n à venir</numerusform>
        </translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Comparaison</translation>
    </message>
    <message>
        <source>Not compared with the server since the program was started</source>
        <translation>Pas encore comparé au serveur depuis le démarrage du programme</translation>
    </message>
    <message>
        <source>Same as on the server (%1), after a repair (%2)</source>
        <translation>Identique au serveur (%1), après une réparation (%2)</translation>
    </message>
    <message>
        <source>Same as on the server (%1)</source>
        <translation>Identique au serveur (%1)</translation>
    </message>
    <message numerus="yes">
        <source>%n kind(s) of record differed (%1) and are fetched again</source>
        <translation>
            <numerusform>%n type de fiche différait (%1) et est récupéré à nouveau</numerusform>
            <numerusform>%n types de fiche différaient (%1) et sont récupérés à nouveau</numerusform>
        </translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message>
        <source>None: no server belongs to this workspace</source>
        <translation>Aucune&#x202f;: cet espace de travail n’a pas de serveur</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En direct</translation>
    </message>
    <message>
        <source>By repeated requests: something on the way lets no live connection through</source>
        <translation>Par requêtes répétées&#x202f;: un intermédiaire ne laisse passer aucune connexion directe</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Trouble</source>
        <translation>Problème</translation>
    </message>
    <message>
        <source>Next attempt</source>
        <translation>Prochain essai</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>When you connect</source>
        <translation>Quand vous vous connecterez</translation>
    </message>
    <message>
        <source>Last in step</source>
        <translation>Dernière synchronisation</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Jamais</translation>
    </message>
    <message>
        <source>Waiting edits</source>
        <translation>Modifications en attente</translation>
    </message>
    <message>
        <source>Oldest of them</source>
        <translation>La plus ancienne</translation>
    </message>
    <message>
        <source>Sending goes on</source>
        <translation>L’envoi reprend</translation>
    </message>
    <message>
        <source>Clock</source>
        <translation>Horloge</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 behind the server&apos;s; that is allowed for</source>
        <translation>L’horloge de cet ordinateur retarde de %1 sur celle du serveur&#x202f;; il en est tenu compte</translation>
    </message>
    <message>
        <source>This computer&apos;s clock is %1 ahead of the server&apos;s; that is allowed for</source>
        <translation>L’horloge de cet ordinateur avance de %1 sur celle du serveur&#x202f;; il en est tenu compte</translation>
    </message>
    <message>
        <source>Connecting by requests</source>
        <translation>Connexion par requêtes</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Connexion en cours</translation>
    </message>
    <message>
        <source>Connected</source>
        <translation>Connecté</translation>
    </message>
    <message>
        <source>the server is at number %1</source>
        <translation>le serveur en est au numéro %1</translation>
    </message>
    <message>
        <source>The session has ended</source>
        <translation>La session a pris fin</translation>
    </message>
    <message>
        <source>Renewing the session</source>
        <translation>Renouvellement de la session</translation>
    </message>
    <message>
        <source>Offline, next attempt after %1</source>
        <translation>Hors ligne, nouvel essai après %1</translation>
    </message>
    <message>
        <source>Sync has stopped</source>
        <translation>La synchronisation est arrêtée</translation>
    </message>
    <message>
        <source>Working offline, as asked</source>
        <translation>Travail hors ligne, comme demandé</translation>
    </message>
    <message numerus="yes">
        <source>Sent %n edit(s)</source>
        <translation>
            <numerusform>%n modification envoyée</numerusform>
            <numerusform>%n modifications envoyées</numerusform>
        </translation>
    </message>
    <message>
        <source>Sending pauses for %1</source>
        <translation>Envoi suspendu pendant %1</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) accepted</source>
        <translation>
            <numerusform>%n modification acceptée</numerusform>
            <numerusform>%n modifications acceptées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) refused</source>
        <translation>
            <numerusform>%n modification refusée</numerusform>
            <numerusform>%n modifications refusées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n accepted</source>
        <translation>
            <numerusform>%n acceptée</numerusform>
            <numerusform>%n acceptées</numerusform>
        </translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Refusé&#x202f;: %1</translation>
    </message>
    <message numerus="yes">
        <source>Received %n record(s)</source>
        <translation>
            <numerusform>%n fiche reçue</numerusform>
            <numerusform>%n fiches reçues</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n left your sight</source>
        <translation>
            <numerusform>%n n’est plus visible pour vous</numerusform>
            <numerusform>%n ne sont plus visibles pour vous</numerusform>
        </translation>
    </message>
    <message>
        <source>Fetching the whole workspace</source>
        <translation>Récupération de tout l’espace de travail</translation>
    </message>
    <message>
        <source>The whole workspace is here</source>
        <translation>Tout l’espace de travail est là</translation>
    </message>
    <message>
        <source>records that the server did not send were kept: too many at once</source>
        <translation>des fiches que le serveur n’a pas envoyées ont été gardées&#x202f;: trop d’un coup</translation>
    </message>
    <message numerus="yes">
        <source>Compared: %n kind(s) of record differ</source>
        <translation>
            <numerusform>Comparé&#x202f;: %n type de fiche diffère</numerusform>
            <numerusform>Comparé&#x202f;: %n types de fiche diffèrent</numerusform>
        </translation>
    </message>
    <message>
        <source>Compared: the same as on the server</source>
        <translation>Comparé&#x202f;: identique au serveur</translation>
    </message>
    <message>
        <source>A repair was refused: %1</source>
        <translation>Réparation refusée&#x202f;: %1</translation>
    </message>
    <message>
        <source>Repaired: %1</source>
        <translation>Réparé&#x202f;: %1</translation>
    </message>
    <message>
        <source>too many records would have gone</source>
        <translation>trop de fiches auraient disparu</translation>
    </message>
    <message>
        <source>The server was restored from a backup</source>
        <translation>Le serveur a été restauré depuis une sauvegarde</translation>
    </message>
    <message>
        <source>what it no longer has is offered again</source>
        <translation>ce qu’il n’a plus lui est proposé de nouveau</translation>
    </message>
    <message>
        <source>This copy of the data got a new identity</source>
        <translation>Cette copie des données a reçu une nouvelle identité</translation>
    </message>
    <message>
        <source>it was copied or restored</source>
        <translation>elle a été copiée ou restaurée</translation>
    </message>
    <message>
        <source>A removal was refused</source>
        <translation>Une suppression a été refusée</translation>
    </message>
    <message>
        <source>the server asked to remove more than it counted</source>
        <translation>le serveur demandait de retirer plus que ce qu’il comptait</translation>
    </message>
</context>
<context>
    <name>RecordList</name>
    <message>
        <source>Change %1</source>
        <translation>Modification de «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>«&#x202f;%1&#x202f;» modifié</translation>
    </message>
</context>
<context>
    <name>ServerAddress</name>
    <message>
        <source>Enter the address of your agency&apos;s server, such as crm.example.com.</source>
        <translation>Saisissez l’adresse du serveur de votre agence, par exemple crm.example.com.</translation>
    </message>
    <message>
        <source>This connection would not be encrypted, so anybody on the way could read your password. Use https://.</source>
        <translation>Cette connexion ne serait pas chiffrée&#x202f;: n’importe qui sur le trajet pourrait lire votre mot de passe. Utilisez https://.</translation>
    </message>
    <message>
        <source>This is the form of an e-mail address. The server&apos;s looks like crm.example.com.</source>
        <translation>Cela ressemble à une adresse e-mail. Celle du serveur est du type crm.example.com.</translation>
    </message>
    <message>
        <source>The address of a server begins with https://.</source>
        <translation>L’adresse d’un serveur commence par https://.</translation>
    </message>
    <message>
        <source>This is not an address. It needs a form like crm.example.com.</source>
        <translation>Ce n’est pas une adresse. Elle doit avoir la forme crm.example.com.</translation>
    </message>
</context>
<context>
    <name>ShortcutSheet</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>SyncWords</name>
    <message>
        <source>Saved on this computer</source>
        <translation>Enregistré sur cet ordinateur</translation>
    </message>
    <message>
        <source>No server belongs to this workspace</source>
        <translation>Aucun serveur n’est associé à cet espace de travail</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Fetching your workspace: %1</source>
        <translation>Récupération de votre espace&#x202f;: %1</translation>
    </message>
    <message>
        <source>Connected, sending your edits</source>
        <translation>Connecté, envoi de vos modifications</translation>
    </message>
    <message>
        <source>Everything is in step</source>
        <translation>Tout est à jour</translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Synchronisation…</translation>
    </message>
    <message>
        <source>Offline since %1</source>
        <translation>Hors ligne depuis %1</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Sign in again to sync</source>
        <translation>Reconnectez-vous pour synchroniser</translation>
    </message>
    <message>
        <source>Your session has ended. Go on working: your edits are kept here and are sent once you sign in again.</source>
        <translation>Votre session a expiré. Continuez à travailler&#x202f;: vos modifications sont conservées ici et seront envoyées dès que vous vous reconnecterez.</translation>
    </message>
    <message>
        <source>Sync has stopped</source>
        <translation>La synchronisation est arrêtée</translation>
    </message>
    <message>
        <source>It does not go on by itself. Your edits are kept here.</source>
        <translation>Elle ne reprendra pas d’elle-même. Vos modifications sont conservées ici.</translation>
    </message>
    <message>
        <source>Last synced %1</source>
        <translation>Dernière synchronisation&#x202f;: %1</translation>
    </message>
    <message>
        <source>Not synced yet</source>
        <translation>Pas encore synchronisé</translation>
    </message>
    <message>
        <source>Tries again at %1</source>
        <translation>Nouvel essai à %1</translation>
    </message>
    <message>
        <source>Stays offline until you connect</source>
        <translation>Reste hors ligne jusqu’à ce que vous vous connectiez</translation>
    </message>
    <message>
        <source>%1 created</source>
        <translation>%1&#x202f;: création</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>%1&#x202f;: modification</translation>
    </message>
    <message>
        <source>%1 deleted</source>
        <translation>%1&#x202f;: suppression</translation>
    </message>
    <message>
        <source>%1 brought back</source>
        <translation>%1&#x202f;: restauration</translation>
    </message>
    <message>
        <source>%1: %2 → %3</source>
        <translation>%1&#x202f;: %2 → %3</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
    <message>
        <source>you</source>
        <translation>vous</translation>
    </message>
    <message>
        <source>somebody</source>
        <translation>quelqu’un</translation>
    </message>
    <message>
        <source>Deleted by %1 while %2 edited it</source>
        <translation>Suppression par %1 pendant une modification par %2</translation>
    </message>
    <message>
        <source>%1: “%2” was kept, “%3” was not</source>
        <translation>%1&#x202f;: «&#x202f;%2&#x202f;» conservé, «&#x202f;%3&#x202f;» écarté</translation>
    </message>
    <message>
        <source>The record stays as it is on the server.</source>
        <translation>La fiche reste telle qu’elle est sur le serveur.</translation>
    </message>
    <message numerus="yes">
        <source>The %n value(s) you entered will be gone for good; the record stays as it is on the server.</source>
        <translation>
            <numerusform>La valeur que vous avez saisie sera définitivement perdue&#x202f;; la fiche reste telle qu’elle est sur le serveur.</numerusform>
            <numerusform>Les %n valeurs que vous avez saisies seront définitivement perdues&#x202f;; la fiche reste telle qu’elle est sur le serveur.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) that failed because of this one go with it.</source>
        <translation>
            <numerusform>%n modification qui a échoué à cause de celle-ci disparaît avec elle.</numerusform>
            <numerusform>%n modifications qui ont échoué à cause de celle-ci disparaissent avec elle.</numerusform>
        </translation>
    </message>
    <message>
        <source>This cannot be undone. Copy keeps your values as text.</source>
        <translation>Cette action est irréversible. «&#x202f;Copier&#x202f;» garde vos valeurs sous forme de texte.</translation>
    </message>
    <message>
        <source>not sent yet</source>
        <translation>pas encore envoyée</translation>
    </message>
    <message>
        <source>sent, no answer yet</source>
        <translation>envoyée, sans réponse</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>acceptée</translation>
    </message>
    <message>
        <source>Saved on this computer. Its turn to be sent comes in a moment.</source>
        <translation>Enregistrée sur cet ordinateur. Elle sera envoyée dans un instant.</translation>
    </message>
    <message>
        <source>Saved on this computer. It is sent once you have signed in again.</source>
        <translation>Enregistrée sur cet ordinateur. Elle sera envoyée quand vous vous serez reconnecté.</translation>
    </message>
    <message>
        <source>Saved on this computer. It is sent as soon as the server can be reached.</source>
        <translation>Enregistrée sur cet ordinateur. Elle sera envoyée dès que le serveur sera joignable.</translation>
    </message>
    <message>
        <source>Sent %1; the server has not answered yet. Without an answer it is sent again by itself, and never counts twice.</source>
        <translation>Envoyée %1&#x202f;; le serveur n’a pas encore répondu. Sans réponse, elle est renvoyée d’elle-même et ne compte jamais deux fois.</translation>
    </message>
    <message>
        <source>Accepted by the server. It goes from this list with the next changes received.</source>
        <translation>Acceptée par le serveur. Elle quittera cette liste avec les prochains changements reçus.</translation>
    </message>
    <message>
        <source>Correct it with Edit and retry.</source>
        <translation>Corrigez-la avec «&#x202f;Corriger et réessayer&#x202f;».</translation>
    </message>
    <message>
        <source>Give another value with Edit and retry, or discard this edit.</source>
        <translation>Donnez une autre valeur avec «&#x202f;Corriger et réessayer&#x202f;», ou abandonnez cette modification.</translation>
    </message>
    <message>
        <source>Ask an administrator for the right and retry, or copy your values and discard the edit.</source>
        <translation>Demandez ce droit à un administrateur et réessayez, ou copiez vos valeurs et abandonnez la modification.</translation>
    </message>
    <message>
        <source>Copy your values for whoever has the record now, then discard the edit.</source>
        <translation>Copiez vos valeurs pour la personne qui a la fiche à présent, puis abandonnez la modification.</translation>
    </message>
    <message>
        <source>Retry brings the record back with your edit; Discard leaves it deleted.</source>
        <translation>«&#x202f;Réessayer&#x202f;» restaure la fiche avec votre modification&#x202f;; «&#x202f;Abandonner&#x202f;» la laisse supprimée.</translation>
    </message>
    <message>
        <source>Choose something else with Edit and retry, or copy your values and discard the edit.</source>
        <translation>Choisissez autre chose avec «&#x202f;Corriger et réessayer&#x202f;», ou copiez vos valeurs et abandonnez la modification.</translation>
    </message>
    <message>
        <source>Retry the edit that it belongs to.</source>
        <translation>Réessayez la modification dont elle fait partie.</translation>
    </message>
    <message>
        <source>Shorten it with Edit and retry.</source>
        <translation>Raccourcissez-la avec «&#x202f;Corriger et réessayer&#x202f;».</translation>
    </message>
    <message>
        <source>Retry once the update is installed; until then your values stay here.</source>
        <translation>Réessayez une fois la mise à jour installée&#x202f;; d’ici là vos valeurs restent ici.</translation>
    </message>
    <message>
        <source>Retry later. Should it fail again, give the log under Connection to your administrator.</source>
        <translation>Réessayez plus tard. En cas de nouvel échec, donnez à votre administrateur le journal qui se trouve sous «&#x202f;Connexion&#x202f;».</translation>
    </message>
    <message>
        <source>Retry, or copy your values and discard the edit.</source>
        <translation>Réessayez, ou copiez vos valeurs et abandonnez la modification.</translation>
    </message>
    <message numerus="yes">
        <source>What you entered in %n edit(s) will be gone for good; the records stay as they are on the server.</source>
        <translation>
            <numerusform>Ce que vous avez saisi dans %n modification sera perdu&#x202f;; les fiches restent telles que sur le serveur.</numerusform>
            <numerusform>Ce que vous avez saisi dans %n modifications sera perdu&#x202f;; les fiches restent telles que sur le serveur.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>In step, but %n of your edits was refused</source>
        <translation>
            <numerusform>À jour, mais %n de vos modifications a été refusée</numerusform>
            <numerusform>À jour, mais %n de vos modifications ont été refusées</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 that you no longer see</source>
        <translation>%1 que vous ne voyez plus</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>Supprimé&#x202f;: %1</translation>
    </message>
    <message>
        <source>Belongs to a record you no longer see: %1</source>
        <translation>Fait partie d’une fiche que vous ne voyez plus&#x202f;: %1</translation>
    </message>
    <message>
        <source>Belongs to: %1 “%2”</source>
        <translation>Fait partie de&#x202f;: %1 «&#x202f;%2&#x202f;»</translation>
    </message>
    <message>
        <source>you no longer see it</source>
        <translation>vous ne le voyez plus</translation>
    </message>
    <message>
        <source>Deleted by %1 while %2 edited it. %3: “%4” was not kept</source>
        <translation>Supprimé par %1 pendant que %2 le modifiait. %3&#x202f;: «&#x202f;%4&#x202f;» écarté</translation>
    </message>
    <message>
        <source>It was never on the server: what you entered will be gone for good.</source>
        <translation>Cela n’est jamais arrivé sur le serveur&#x202f;: ce que vous avez saisi sera définitivement perdu.</translation>
    </message>
</context>
<context>
    <name>WelcomeParts</name>
    <message>
        <source>Show or hide</source>
        <translation>Afficher ou masquer</translation>
    </message>
</context>
<context>
    <name>country</name>
    <message>
        <source>Andorra</source>
        <translation>Andorre</translation>
    </message>
    <message>
        <source>United Arab Emirates</source>
        <translation>Émirats arabes unis</translation>
    </message>
    <message>
        <source>Afghanistan</source>
        <translation>Afghanistan</translation>
    </message>
    <message>
        <source>Antigua and Barbuda</source>
        <translation>Antigua-et-Barbuda</translation>
    </message>
    <message>
        <source>Anguilla</source>
        <translation>Anguilla</translation>
    </message>
    <message>
        <source>Albania</source>
        <translation>Albanie</translation>
    </message>
    <message>
        <source>Armenia</source>
        <translation>Arménie</translation>
    </message>
    <message>
        <source>Angola</source>
        <translation>Angola</translation>
    </message>
    <message>
        <source>Antarctica</source>
        <translation>Antarctique</translation>
    </message>
    <message>
        <source>Argentina</source>
        <translation>Argentine</translation>
    </message>
    <message>
        <source>American Samoa</source>
        <translation>Samoa américaines</translation>
    </message>
    <message>
        <source>Austria</source>
        <translation>Autriche</translation>
    </message>
    <message>
        <source>Australia</source>
        <translation>Australie</translation>
    </message>
    <message>
        <source>Aruba</source>
        <translation>Aruba</translation>
    </message>
    <message>
        <source>Åland Islands</source>
        <translation>Îles Åland</translation>
    </message>
    <message>
        <source>Azerbaijan</source>
        <translation>Azerbaïdjan</translation>
    </message>
    <message>
        <source>Bosnia and Herzegovina</source>
        <translation>Bosnie-Herzégovine</translation>
    </message>
    <message>
        <source>Barbados</source>
        <translation>Barbade</translation>
    </message>
    <message>
        <source>Bangladesh</source>
        <translation>Bangladesh</translation>
    </message>
    <message>
        <source>Belgium</source>
        <translation>Belgique</translation>
    </message>
    <message>
        <source>Burkina Faso</source>
        <translation>Burkina Faso</translation>
    </message>
    <message>
        <source>Bulgaria</source>
        <translation>Bulgarie</translation>
    </message>
    <message>
        <source>Bahrain</source>
        <translation>Bahreïn</translation>
    </message>
    <message>
        <source>Burundi</source>
        <translation>Burundi</translation>
    </message>
    <message>
        <source>Benin</source>
        <translation>Bénin</translation>
    </message>
    <message>
        <source>Saint Barthélemy</source>
        <translation>Saint-Barthélemy</translation>
    </message>
    <message>
        <source>Bermuda</source>
        <translation>Bermudes</translation>
    </message>
    <message>
        <source>Brunei</source>
        <translation>Brunei</translation>
    </message>
    <message>
        <source>Bolivia</source>
        <translation>Bolivie</translation>
    </message>
    <message>
        <source>Caribbean Netherlands</source>
        <translation>Pays-Bas caribéens</translation>
    </message>
    <message>
        <source>Brazil</source>
        <translation>Brésil</translation>
    </message>
    <message>
        <source>Bahamas</source>
        <translation>Bahamas</translation>
    </message>
    <message>
        <source>Bhutan</source>
        <translation>Bhoutan</translation>
    </message>
    <message>
        <source>Bouvet Island</source>
        <translation>Île Bouvet</translation>
    </message>
    <message>
        <source>Botswana</source>
        <translation>Botswana</translation>
    </message>
    <message>
        <source>Belarus</source>
        <translation>Biélorussie</translation>
    </message>
    <message>
        <source>Belize</source>
        <translation>Belize</translation>
    </message>
    <message>
        <source>Canada</source>
        <translation>Canada</translation>
    </message>
    <message>
        <source>Cocos Islands</source>
        <translation>Îles Cocos</translation>
    </message>
    <message>
        <source>Democratic Republic of the Congo</source>
        <translation>République démocratique du Congo</translation>
    </message>
    <message>
        <source>Central African Republic</source>
        <translation>République centrafricaine</translation>
    </message>
    <message>
        <source>Congo</source>
        <translation>Congo</translation>
    </message>
    <message>
        <source>Switzerland</source>
        <translation>Suisse</translation>
    </message>
    <message>
        <source>Côte d’Ivoire</source>
        <translation>Côte d’Ivoire</translation>
    </message>
    <message>
        <source>Cook Islands</source>
        <translation>Îles Cook</translation>
    </message>
    <message>
        <source>Chile</source>
        <translation>Chili</translation>
    </message>
    <message>
        <source>Cameroon</source>
        <translation>Cameroun</translation>
    </message>
    <message>
        <source>China</source>
        <translation>Chine</translation>
    </message>
    <message>
        <source>Colombia</source>
        <translation>Colombie</translation>
    </message>
    <message>
        <source>Costa Rica</source>
        <translation>Costa Rica</translation>
    </message>
    <message>
        <source>Cuba</source>
        <translation>Cuba</translation>
    </message>
    <message>
        <source>Cape Verde</source>
        <translation>Cap-Vert</translation>
    </message>
    <message>
        <source>Curaçao</source>
        <translation>Curaçao</translation>
    </message>
    <message>
        <source>Christmas Island</source>
        <translation>Île Christmas</translation>
    </message>
    <message>
        <source>Cyprus</source>
        <translation>Chypre</translation>
    </message>
    <message>
        <source>Czechia</source>
        <translation>Tchéquie</translation>
    </message>
    <message>
        <source>Germany</source>
        <translation>Allemagne</translation>
    </message>
    <message>
        <source>Djibouti</source>
        <translation>Djibouti</translation>
    </message>
    <message>
        <source>Denmark</source>
        <translation>Danemark</translation>
    </message>
    <message>
        <source>Dominica</source>
        <translation>Dominique</translation>
    </message>
    <message>
        <source>Dominican Republic</source>
        <translation>République dominicaine</translation>
    </message>
    <message>
        <source>Algeria</source>
        <translation>Algérie</translation>
    </message>
    <message>
        <source>Ecuador</source>
        <translation>Équateur</translation>
    </message>
    <message>
        <source>Estonia</source>
        <translation>Estonie</translation>
    </message>
    <message>
        <source>Egypt</source>
        <translation>Égypte</translation>
    </message>
    <message>
        <source>Western Sahara</source>
        <translation>Sahara occidental</translation>
    </message>
    <message>
        <source>Eritrea</source>
        <translation>Érythrée</translation>
    </message>
    <message>
        <source>Spain</source>
        <translation>Espagne</translation>
    </message>
    <message>
        <source>Ethiopia</source>
        <translation>Éthiopie</translation>
    </message>
    <message>
        <source>Finland</source>
        <translation>Finlande</translation>
    </message>
    <message>
        <source>Fiji</source>
        <translation>Fidji</translation>
    </message>
    <message>
        <source>Falkland Islands</source>
        <translation>Îles Malouines</translation>
    </message>
    <message>
        <source>Micronesia</source>
        <translation>Micronésie</translation>
    </message>
    <message>
        <source>Faroe Islands</source>
        <translation>Îles Féroé</translation>
    </message>
    <message>
        <source>France</source>
        <translation>France</translation>
    </message>
    <message>
        <source>Gabon</source>
        <translation>Gabon</translation>
    </message>
    <message>
        <source>United Kingdom</source>
        <translation>Royaume-Uni</translation>
    </message>
    <message>
        <source>Grenada</source>
        <translation>Grenade</translation>
    </message>
    <message>
        <source>Georgia</source>
        <translation>Géorgie</translation>
    </message>
    <message>
        <source>French Guiana</source>
        <translation>Guyane</translation>
    </message>
    <message>
        <source>Guernsey</source>
        <translation>Guernesey</translation>
    </message>
    <message>
        <source>Ghana</source>
        <translation>Ghana</translation>
    </message>
    <message>
        <source>Gibraltar</source>
        <translation>Gibraltar</translation>
    </message>
    <message>
        <source>Greenland</source>
        <translation>Groenland</translation>
    </message>
    <message>
        <source>Gambia</source>
        <translation>Gambie</translation>
    </message>
    <message>
        <source>Guinea</source>
        <translation>Guinée</translation>
    </message>
    <message>
        <source>Guadeloupe</source>
        <translation>Guadeloupe</translation>
    </message>
    <message>
        <source>Equatorial Guinea</source>
        <translation>Guinée équatoriale</translation>
    </message>
    <message>
        <source>Greece</source>
        <translation>Grèce</translation>
    </message>
    <message>
        <source>South Georgia and the South Sandwich Islands</source>
        <translation>Géorgie du Sud et les îles Sandwich du Sud</translation>
    </message>
    <message>
        <source>Guatemala</source>
        <translation>Guatemala</translation>
    </message>
    <message>
        <source>Guam</source>
        <translation>Guam</translation>
    </message>
    <message>
        <source>Guinea-Bissau</source>
        <translation>Guinée-Bissau</translation>
    </message>
    <message>
        <source>Guyana</source>
        <translation>Guyana</translation>
    </message>
    <message>
        <source>Hong Kong</source>
        <translation>Hong Kong</translation>
    </message>
    <message>
        <source>Heard Island and McDonald Islands</source>
        <translation>Îles Heard-et-MacDonald</translation>
    </message>
    <message>
        <source>Honduras</source>
        <translation>Honduras</translation>
    </message>
    <message>
        <source>Croatia</source>
        <translation>Croatie</translation>
    </message>
    <message>
        <source>Haiti</source>
        <translation>Haïti</translation>
    </message>
    <message>
        <source>Hungary</source>
        <translation>Hongrie</translation>
    </message>
    <message>
        <source>Indonesia</source>
        <translation>Indonésie</translation>
    </message>
    <message>
        <source>Ireland</source>
        <translation>Irlande</translation>
    </message>
    <message>
        <source>Israel</source>
        <translation>Israël</translation>
    </message>
    <message>
        <source>Isle of Man</source>
        <translation>Île de Man</translation>
    </message>
    <message>
        <source>India</source>
        <translation>Inde</translation>
    </message>
    <message>
        <source>British Indian Ocean Territory</source>
        <translation>Territoire britannique de l’océan Indien</translation>
    </message>
    <message>
        <source>Iraq</source>
        <translation>Irak</translation>
    </message>
    <message>
        <source>Iran</source>
        <translation>Iran</translation>
    </message>
    <message>
        <source>Iceland</source>
        <translation>Islande</translation>
    </message>
    <message>
        <source>Italy</source>
        <translation>Italie</translation>
    </message>
    <message>
        <source>Jersey</source>
        <translation>Jersey</translation>
    </message>
    <message>
        <source>Jamaica</source>
        <translation>Jamaïque</translation>
    </message>
    <message>
        <source>Jordan</source>
        <translation>Jordanie</translation>
    </message>
    <message>
        <source>Japan</source>
        <translation>Japon</translation>
    </message>
    <message>
        <source>Kenya</source>
        <translation>Kenya</translation>
    </message>
    <message>
        <source>Kyrgyzstan</source>
        <translation>Kirghizistan</translation>
    </message>
    <message>
        <source>Cambodia</source>
        <translation>Cambodge</translation>
    </message>
    <message>
        <source>Kiribati</source>
        <translation>Kiribati</translation>
    </message>
    <message>
        <source>Comoros</source>
        <translation>Comores</translation>
    </message>
    <message>
        <source>Saint Kitts and Nevis</source>
        <translation>Saint-Christophe-et-Niévès</translation>
    </message>
    <message>
        <source>North Korea</source>
        <translation>Corée du Nord</translation>
    </message>
    <message>
        <source>South Korea</source>
        <translation>Corée du Sud</translation>
    </message>
    <message>
        <source>Kuwait</source>
        <translation>Koweït</translation>
    </message>
    <message>
        <source>Cayman Islands</source>
        <translation>Îles Caïmans</translation>
    </message>
    <message>
        <source>Kazakhstan</source>
        <translation>Kazakhstan</translation>
    </message>
    <message>
        <source>Laos</source>
        <translation>Laos</translation>
    </message>
    <message>
        <source>Lebanon</source>
        <translation>Liban</translation>
    </message>
    <message>
        <source>Saint Lucia</source>
        <translation>Sainte-Lucie</translation>
    </message>
    <message>
        <source>Liechtenstein</source>
        <translation>Liechtenstein</translation>
    </message>
    <message>
        <source>Sri Lanka</source>
        <translation>Sri Lanka</translation>
    </message>
    <message>
        <source>Liberia</source>
        <translation>Liberia</translation>
    </message>
    <message>
        <source>Lesotho</source>
        <translation>Lesotho</translation>
    </message>
    <message>
        <source>Lithuania</source>
        <translation>Lituanie</translation>
    </message>
    <message>
        <source>Luxembourg</source>
        <translation>Luxembourg</translation>
    </message>
    <message>
        <source>Latvia</source>
        <translation>Lettonie</translation>
    </message>
    <message>
        <source>Libya</source>
        <translation>Libye</translation>
    </message>
    <message>
        <source>Morocco</source>
        <translation>Maroc</translation>
    </message>
    <message>
        <source>Monaco</source>
        <translation>Monaco</translation>
    </message>
    <message>
        <source>Moldova</source>
        <translation>Moldavie</translation>
    </message>
    <message>
        <source>Montenegro</source>
        <translation>Monténégro</translation>
    </message>
    <message>
        <source>Saint Martin</source>
        <translation>Saint-Martin</translation>
    </message>
    <message>
        <source>Madagascar</source>
        <translation>Madagascar</translation>
    </message>
    <message>
        <source>Marshall Islands</source>
        <translation>Îles Marshall</translation>
    </message>
    <message>
        <source>North Macedonia</source>
        <translation>Macédoine du Nord</translation>
    </message>
    <message>
        <source>Mali</source>
        <translation>Mali</translation>
    </message>
    <message>
        <source>Myanmar</source>
        <translation>Birmanie</translation>
    </message>
    <message>
        <source>Mongolia</source>
        <translation>Mongolie</translation>
    </message>
    <message>
        <source>Macao</source>
        <translation>Macao</translation>
    </message>
    <message>
        <source>Northern Mariana Islands</source>
        <translation>Îles Mariannes du Nord</translation>
    </message>
    <message>
        <source>Martinique</source>
        <translation>Martinique</translation>
    </message>
    <message>
        <source>Mauritania</source>
        <translation>Mauritanie</translation>
    </message>
    <message>
        <source>Montserrat</source>
        <translation>Montserrat</translation>
    </message>
    <message>
        <source>Malta</source>
        <translation>Malte</translation>
    </message>
    <message>
        <source>Mauritius</source>
        <translation>Maurice</translation>
    </message>
    <message>
        <source>Maldives</source>
        <translation>Maldives</translation>
    </message>
    <message>
        <source>Malawi</source>
        <translation>Malawi</translation>
    </message>
    <message>
        <source>Mexico</source>
        <translation>Mexique</translation>
    </message>
    <message>
        <source>Malaysia</source>
        <translation>Malaisie</translation>
    </message>
    <message>
        <source>Mozambique</source>
        <translation>Mozambique</translation>
    </message>
    <message>
        <source>Namibia</source>
        <translation>Namibie</translation>
    </message>
    <message>
        <source>New Caledonia</source>
        <translation>Nouvelle-Calédonie</translation>
    </message>
    <message>
        <source>Niger</source>
        <translation>Niger</translation>
    </message>
    <message>
        <source>Norfolk Island</source>
        <translation>Île Norfolk</translation>
    </message>
    <message>
        <source>Nigeria</source>
        <translation>Nigeria</translation>
    </message>
    <message>
        <source>Nicaragua</source>
        <translation>Nicaragua</translation>
    </message>
    <message>
        <source>Netherlands</source>
        <translation>Pays-Bas</translation>
    </message>
    <message>
        <source>Norway</source>
        <translation>Norvège</translation>
    </message>
    <message>
        <source>Nepal</source>
        <translation>Népal</translation>
    </message>
    <message>
        <source>Nauru</source>
        <translation>Nauru</translation>
    </message>
    <message>
        <source>Niue</source>
        <translation>Niue</translation>
    </message>
    <message>
        <source>New Zealand</source>
        <translation>Nouvelle-Zélande</translation>
    </message>
    <message>
        <source>Oman</source>
        <translation>Oman</translation>
    </message>
    <message>
        <source>Panama</source>
        <translation>Panama</translation>
    </message>
    <message>
        <source>Peru</source>
        <translation>Pérou</translation>
    </message>
    <message>
        <source>French Polynesia</source>
        <translation>Polynésie française</translation>
    </message>
    <message>
        <source>Papua New Guinea</source>
        <translation>Papouasie-Nouvelle-Guinée</translation>
    </message>
    <message>
        <source>Philippines</source>
        <translation>Philippines</translation>
    </message>
    <message>
        <source>Pakistan</source>
        <translation>Pakistan</translation>
    </message>
    <message>
        <source>Poland</source>
        <translation>Pologne</translation>
    </message>
    <message>
        <source>Saint Pierre and Miquelon</source>
        <translation>Saint-Pierre-et-Miquelon</translation>
    </message>
    <message>
        <source>Pitcairn Islands</source>
        <translation>Îles Pitcairn</translation>
    </message>
    <message>
        <source>Puerto Rico</source>
        <translation>Porto Rico</translation>
    </message>
    <message>
        <source>Palestine</source>
        <translation>Palestine</translation>
    </message>
    <message>
        <source>Portugal</source>
        <translation>Portugal</translation>
    </message>
    <message>
        <source>Palau</source>
        <translation>Palaos</translation>
    </message>
    <message>
        <source>Paraguay</source>
        <translation>Paraguay</translation>
    </message>
    <message>
        <source>Qatar</source>
        <translation>Qatar</translation>
    </message>
    <message>
        <source>Réunion</source>
        <translation>La Réunion</translation>
    </message>
    <message>
        <source>Romania</source>
        <translation>Roumanie</translation>
    </message>
    <message>
        <source>Serbia</source>
        <translation>Serbie</translation>
    </message>
    <message>
        <source>Russia</source>
        <translation>Russie</translation>
    </message>
    <message>
        <source>Rwanda</source>
        <translation>Rwanda</translation>
    </message>
    <message>
        <source>Saudi Arabia</source>
        <translation>Arabie saoudite</translation>
    </message>
    <message>
        <source>Solomon Islands</source>
        <translation>Îles Salomon</translation>
    </message>
    <message>
        <source>Seychelles</source>
        <translation>Seychelles</translation>
    </message>
    <message>
        <source>Sudan</source>
        <translation>Soudan</translation>
    </message>
    <message>
        <source>Sweden</source>
        <translation>Suède</translation>
    </message>
    <message>
        <source>Singapore</source>
        <translation>Singapour</translation>
    </message>
    <message>
        <source>Saint Helena</source>
        <translation>Sainte-Hélène</translation>
    </message>
    <message>
        <source>Slovenia</source>
        <translation>Slovénie</translation>
    </message>
    <message>
        <source>Svalbard and Jan Mayen</source>
        <translation>Svalbard et Jan Mayen</translation>
    </message>
    <message>
        <source>Slovakia</source>
        <translation>Slovaquie</translation>
    </message>
    <message>
        <source>Sierra Leone</source>
        <translation>Sierra Leone</translation>
    </message>
    <message>
        <source>San Marino</source>
        <translation>Saint-Marin</translation>
    </message>
    <message>
        <source>Senegal</source>
        <translation>Sénégal</translation>
    </message>
    <message>
        <source>Somalia</source>
        <translation>Somalie</translation>
    </message>
    <message>
        <source>Suriname</source>
        <translation>Suriname</translation>
    </message>
    <message>
        <source>South Sudan</source>
        <translation>Soudan du Sud</translation>
    </message>
    <message>
        <source>São Tomé and Príncipe</source>
        <translation>Sao Tomé-et-Principe</translation>
    </message>
    <message>
        <source>El Salvador</source>
        <translation>Salvador</translation>
    </message>
    <message>
        <source>Sint Maarten</source>
        <translation>Saint-Martin (partie néerlandaise)</translation>
    </message>
    <message>
        <source>Syria</source>
        <translation>Syrie</translation>
    </message>
    <message>
        <source>Eswatini</source>
        <translation>Eswatini</translation>
    </message>
    <message>
        <source>Turks and Caicos Islands</source>
        <translation>Îles Turques-et-Caïques</translation>
    </message>
    <message>
        <source>Chad</source>
        <translation>Tchad</translation>
    </message>
    <message>
        <source>French Southern Territories</source>
        <translation>Terres australes françaises</translation>
    </message>
    <message>
        <source>Togo</source>
        <translation>Togo</translation>
    </message>
    <message>
        <source>Thailand</source>
        <translation>Thaïlande</translation>
    </message>
    <message>
        <source>Tajikistan</source>
        <translation>Tadjikistan</translation>
    </message>
    <message>
        <source>Tokelau</source>
        <translation>Tokelau</translation>
    </message>
    <message>
        <source>Timor-Leste</source>
        <translation>Timor oriental</translation>
    </message>
    <message>
        <source>Turkmenistan</source>
        <translation>Turkménistan</translation>
    </message>
    <message>
        <source>Tunisia</source>
        <translation>Tunisie</translation>
    </message>
    <message>
        <source>Tonga</source>
        <translation>Tonga</translation>
    </message>
    <message>
        <source>Türkiye</source>
        <translation>Turquie</translation>
    </message>
    <message>
        <source>Trinidad and Tobago</source>
        <translation>Trinité-et-Tobago</translation>
    </message>
    <message>
        <source>Tuvalu</source>
        <translation>Tuvalu</translation>
    </message>
    <message>
        <source>Taiwan</source>
        <translation>Taïwan</translation>
    </message>
    <message>
        <source>Tanzania</source>
        <translation>Tanzanie</translation>
    </message>
    <message>
        <source>Ukraine</source>
        <translation>Ukraine</translation>
    </message>
    <message>
        <source>Uganda</source>
        <translation>Ouganda</translation>
    </message>
    <message>
        <source>United States Minor Outlying Islands</source>
        <translation>Îles mineures éloignées des États-Unis</translation>
    </message>
    <message>
        <source>United States</source>
        <translation>États-Unis</translation>
    </message>
    <message>
        <source>Uruguay</source>
        <translation>Uruguay</translation>
    </message>
    <message>
        <source>Uzbekistan</source>
        <translation>Ouzbékistan</translation>
    </message>
    <message>
        <source>Vatican City</source>
        <translation>Vatican</translation>
    </message>
    <message>
        <source>Saint Vincent and the Grenadines</source>
        <translation>Saint-Vincent-et-les-Grenadines</translation>
    </message>
    <message>
        <source>Venezuela</source>
        <translation>Venezuela</translation>
    </message>
    <message>
        <source>British Virgin Islands</source>
        <translation>Îles Vierges britanniques</translation>
    </message>
    <message>
        <source>U.S. Virgin Islands</source>
        <translation>Îles Vierges des États-Unis</translation>
    </message>
    <message>
        <source>Vietnam</source>
        <translation>Viêt Nam</translation>
    </message>
    <message>
        <source>Vanuatu</source>
        <translation>Vanuatu</translation>
    </message>
    <message>
        <source>Wallis and Futuna</source>
        <translation>Wallis-et-Futuna</translation>
    </message>
    <message>
        <source>Samoa</source>
        <translation>Samoa</translation>
    </message>
    <message>
        <source>Yemen</source>
        <translation>Yémen</translation>
    </message>
    <message>
        <source>Mayotte</source>
        <translation>Mayotte</translation>
    </message>
    <message>
        <source>South Africa</source>
        <translation>Afrique du Sud</translation>
    </message>
    <message>
        <source>Zambia</source>
        <translation>Zambie</translation>
    </message>
    <message>
        <source>Zimbabwe</source>
        <translation>Zimbabwe</translation>
    </message>
</context>
<context>
    <name>entity</name>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>User</source>
        <translation>Utilisateur</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>List entry</source>
        <translation>Entrée de liste</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>Campagne</translation>
    </message>
    <message>
        <source>Campaign line</source>
        <translation>Ligne de campagne</translation>
    </message>
    <message>
        <source>Campaign lead</source>
        <translation>Lead de campagne</translation>
    </message>
    <message>
        <source>Activity</source>
        <translation>Activité</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Tâche</translation>
    </message>
    <message>
        <source>Conflict</source>
        <translation>Conflit</translation>
    </message>
</context>
<context>
    <name>field</name>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rôle</translation>
    </message>
    <message>
        <source>Sees</source>
        <translation>Visibilité</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Actif</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Position</source>
        <translation>Position</translation>
    </message>
    <message>
        <source>Archived</source>
        <translation>Archivé</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Name (English)</source>
        <translation>Nom (anglais)</translation>
    </message>
    <message>
        <source>Name (French)</source>
        <translation>Nom (français)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Probability</source>
        <translation>Probabilité</translation>
    </message>
    <message>
        <source>Stale after days</source>
        <translation>Délai (jours)</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>Couleur</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clé</translation>
    </message>
    <message>
        <source>Label (English)</source>
        <translation>Libellé (anglais)</translation>
    </message>
    <message>
        <source>Label (French)</source>
        <translation>Libellé (français)</translation>
    </message>
    <message>
        <source>First name</source>
        <translation>Prénom</translation>
    </message>
    <message>
        <source>Last name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>Phone</source>
        <translation>Téléphone</translation>
    </message>
    <message>
        <source>Artist</source>
        <translation>Artiste</translation>
    </message>
    <message>
        <source>Also known as</source>
        <translation>Alias</translation>
    </message>
    <message>
        <source>Genres</source>
        <translation>Genres</translation>
    </message>
    <message>
        <source>Spotify artist</source>
        <translation>Artiste Spotify</translation>
    </message>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>Plateformes</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>Objectifs</translation>
    </message>
    <message>
        <source>Stage</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>In stage since</source>
        <translation>À cette étape depuis</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Scored on</source>
        <translation>Score calculé le</translation>
    </message>
    <message>
        <source>Reason for loss</source>
        <translation>Motif de perte</translation>
    </message>
    <message>
        <source>Contract value</source>
        <translation>Montant du contrat</translation>
    </message>
    <message>
        <source>Converted</source>
        <translation>Converti</translation>
    </message>
    <message>
        <source>Company</source>
        <translation>Société</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Responsable</translation>
    </message>
    <message>
        <source>Created by</source>
        <translation>Créé par</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Créé le</translation>
    </message>
    <message>
        <source>Last activity</source>
        <translation>Dernière activité</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Release date</source>
        <translation>Date de sortie</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Prochaine action</translation>
    </message>
    <message>
        <source>Next step on</source>
        <translation>Date de l’action</translation>
    </message>
    <message>
        <source>Country</source>
        <translation>Pays</translation>
    </message>
    <message>
        <source>Consent to contact</source>
        <translation>Accord de contact</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Étiquettes</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Statut</translation>
    </message>
    <message>
        <source>Starts</source>
        <translation>Début</translation>
    </message>
    <message>
        <source>Ends</source>
        <translation>Fin</translation>
    </message>
    <message>
        <source>Campaign</source>
        <translation>Campagne</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>Plateforme</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>Objectif</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Concerne</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Date</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>Auteur</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titre</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Échéance</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Faite</translation>
    </message>
    <message>
        <source>Assigned to</source>
        <translation>Confiée à</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Value not kept</source>
        <translation>Valeur écartée</translation>
    </message>
    <message>
        <source>Value kept</source>
        <translation>Valeur conservée</translation>
    </message>
    <message>
        <source>Noticed</source>
        <translation>Constaté le</translation>
    </message>
    <message>
        <source>Base</source>
        <translation>Base</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Réglé</translation>
    </message>
    <message>
        <source>Settled by</source>
        <translation>Réglé par</translation>
    </message>
</context>
<context>
    <name>mdmc::app::DesktopSession</name>
    <message>
        <source>Signing in…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Making your workspace…</source>
        <translation>Création de votre espace…</translation>
    </message>
    <message>
        <source>Demo agency</source>
        <translation>Agence démo</translation>
    </message>
    <message>
        <source>Alex Demo</source>
        <translation>Alex Démo</translation>
    </message>
</context>
<context>
    <name>mdmc::app::SyncSentence</name>
    <message numerus="yes">
        <source>, %n waiting</source>
        <translation>
            <numerusform>, %n en attente</numerusform>
            <numerusform>, %n en attente</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved on this computer</source>
        <translation>Enregistré sur cet ordinateur</translation>
    </message>
    <message>
        <source>Fetching your workspace: %1</source>
        <translation>Récupération de votre espace&#x202f;: %1</translation>
    </message>
    <message>
        <source>Saved here</source>
        <translation>Enregistré ici</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Connexion…</translation>
    </message>
    <message>
        <source>Offline since %1</source>
        <translation>Hors ligne depuis %1</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Hors ligne</translation>
    </message>
    <message>
        <source>Sign in again to sync</source>
        <translation>Reconnectez-vous pour synchroniser</translation>
    </message>
    <message>
        <source>Sync has stopped</source>
        <translation>Synchronisation arrêtée</translation>
    </message>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n à vérifier</numerusform>
            <numerusform>%n à vérifier</numerusform>
        </translation>
    </message>
    <message>
        <source>Syncing…</source>
        <translation>Synchronisation…</translation>
    </message>
    <message>
        <source>Synced %1</source>
        <translation>Synchronisé %1</translation>
    </message>
    <message>
        <source>Synced</source>
        <translation>Synchronisé</translation>
    </message>
    <message>
        <source>Preparing the search: %1</source>
        <translation>Préparation de la recherche&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>mdmc::app::WorkspaceWindow</name>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campagnes</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tâches</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message>
        <source>Sync</source>
        <translation>Synchronisation</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Édition</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rétablir</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>Travailler hors ligne</translation>
    </message>
    <message>
        <source>Connect now</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Redone: %1</source>
        <translation>Rétabli&#x202f;: %1</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>Annulé&#x202f;: %1</translation>
    </message>
    <message>
        <source>%1 What you entered is kept under Sync.</source>
        <translation>%1 Ce que vous avez saisi est gardé sous «&#x202f;Synchronisation&#x202f;».</translation>
    </message>
    <message>
        <source>New</source>
        <translation>Nouveau</translation>
    </message>
    <message>
        <source>create add</source>
        <translation>créer ajouter</translation>
    </message>
    <message>
        <source>New lead</source>
        <translation>Nouveau lead</translation>
    </message>
    <message>
        <source>New campaign</source>
        <translation>Nouvelle campagne</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Nouvelle tâche</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::AboutSection</name>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>The CRM that music-marketing agencies run on.</source>
        <translation>Le CRM des agences de marketing musical.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>GNU General Public License, version 3 or later. You may use, study, share and change this program; it comes without warranty.</source>
        <translation>GNU General Public License, version 3 ou ultérieure. Vous pouvez utiliser, étudier, partager et modifier ce programme&#x202f;; il est fourni sans garantie.</translation>
    </message>
    <message>
        <source>Built with</source>
        <translation>Construit avec</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ActivityComposer</name>
    <message>
        <source>Write a note, or what was said…</source>
        <translation>Écrivez une note, ou ce qui s’est dit…</translation>
    </message>
    <message>
        <source>New note</source>
        <translation>Nouvelle note</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Type</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::AppearanceSection</name>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Thème</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Comme le système</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Clair</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Sombre</translation>
    </message>
    <message>
        <source>Rows of lists</source>
        <translation>Lignes des listes</translation>
    </message>
    <message>
        <source>Dense</source>
        <translation>Compactes</translation>
    </message>
    <message>
        <source>Comfortable</source>
        <translation>Aérées</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::AttentionPane</name>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Edit and retry</source>
        <translation>Corriger et réessayer</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Ouvrir la fiche</translation>
    </message>
    <message>
        <source>Discard…</source>
        <translation>Abandonner…</translation>
    </message>
    <message>
        <source>edited %1</source>
        <translation>saisie&#x202f;: %1</translation>
    </message>
    <message>
        <source>refused %1</source>
        <translation>refus&#x202f;: %1</translation>
    </message>
    <message>
        <source>This failed because of another edit, of “%1”. Retrying that one takes this along.</source>
        <translation>L’échec vient d’une autre modification, celle de «&#x202f;%1&#x202f;». Réessayez celle-là&#x202f;: celle-ci suivra.</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>L’afficher</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) failed because of this one. They go along with Retry and with Discard.</source>
        <translation>
            <numerusform>%n modification a échoué à cause de celle-ci. Elle la suit, que vous réessayiez ou abandonniez.</numerusform>
            <numerusform>%n modifications ont échoué à cause de celle-ci. Elles la suivent, que vous réessayiez ou abandonniez.</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry with these values</source>
        <translation>Réessayer avec ces valeurs</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>La vôtre</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Actuelle</translation>
    </message>
    <message>
        <source>Your values are copied</source>
        <translation>Vos valeurs sont copiées</translation>
    </message>
    <message>
        <source>Discard your edit of “%1”?</source>
        <translation>Abandonner votre modification de «&#x202f;%1&#x202f;»&#x202f;?</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Abandonner</translation>
    </message>
    <message>
        <source>not changed</source>
        <translation>inchangé</translation>
    </message>
    <message>
        <source>Before: %1 · Now: %2</source>
        <translation>Avant&#x202f;: %1 · Maintenant&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::BoardPrompt</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Déplacer</translation>
    </message>
    <message>
        <source>Fill this in to go on.</source>
        <translation>Remplissez ce champ pour continuer.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::BoardView</name>
    <message>
        <source>Board</source>
        <translation>Kanban</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::BulkBar</name>
    <message>
        <source>Stage</source>
        <translation>Étape</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>Responsable</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorité</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Clear the selection</source>
        <translation>Effacer la sélection</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>Sélection&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::CampaignForm</name>
    <message>
        <source>New campaign</source>
        <translation>Nouvelle campagne</translation>
    </message>
    <message>
        <source>Edit campaign</source>
        <translation>Modifier la campagne</translation>
    </message>
    <message>
        <source>You left this form before saving. What you typed was kept.</source>
        <translation>Vous avez quitté ce formulaire sans enregistrer. Votre saisie a été conservée.</translation>
    </message>
    <message>
        <source>Continue with it</source>
        <translation>La reprendre</translation>
    </message>
    <message>
        <source>Create campaign</source>
        <translation>Créer la campagne</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>This campaign is not here any more. It was deleted, or handed to somebody else.</source>
        <translation>Cette campagne n’est plus ici. Elle a été supprimée, ou confiée à quelqu’un d’autre.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::CampaignLines</name>
    <message>
        <source>%1 of %2 planned</source>
        <translation>%1 prévus sur %2</translation>
    </message>
    <message>
        <source>%1 planned</source>
        <translation>%1 prévus</translation>
    </message>
    <message>
        <source>The lines add up to more than the campaign&apos;s budget. You can save it all the same.</source>
        <translation>Le total des lignes dépasse le budget de la campagne. Vous pouvez tout de même l’enregistrer.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::CampaignPane</name>
    <message>
        <source>%1 to %2</source>
        <translation>du %1 au %2</translation>
    </message>
    <message>
        <source>No campaign selected</source>
        <translation>Aucune campagne sélectionnée</translation>
    </message>
    <message>
        <source>Select a campaign to see its platforms, pace and leads.</source>
        <translation>Sélectionnez une campagne pour voir ses plateformes, son rythme et ses leads.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Close the detail</source>
        <translation>Fermer le détail</translation>
    </message>
    <message>
        <source>Pace</source>
        <translation>Rythme</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>Plateformes</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Link a lead</source>
        <translation>Associer un lead</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notes</translation>
    </message>
    <message>
        <source>No start and end yet.</source>
        <translation>Ni début ni fin pour l’instant.</translation>
    </message>
    <message>
        <source>%1 of the time has passed</source>
        <translation>%1 du temps écoulé</translation>
    </message>
    <message>
        <source>Unlink %1</source>
        <translation>Dissocier %1</translation>
    </message>
    <message>
        <source>Unlink lead</source>
        <translation>Retrait d’un lead</translation>
    </message>
    <message>
        <source>Lead unlinked</source>
        <translation>Lead dissocié</translation>
    </message>
    <message>
        <source>No lead is linked yet.</source>
        <translation>Aucun lead associé pour l’instant.</translation>
    </message>
    <message>
        <source>Find a lead</source>
        <translation>Trouver un lead</translation>
    </message>
    <message>
        <source>Link lead</source>
        <translation>Ajout d’un lead</translation>
    </message>
    <message>
        <source>Lead linked</source>
        <translation>Lead associé</translation>
    </message>
    <message>
        <source>Add a platform</source>
        <translation>Ajouter une plateforme</translation>
    </message>
    <message>
        <source>No platform yet.</source>
        <translation>Aucune plateforme pour l’instant.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::CampaignsPage</name>
    <message>
        <source>Time passed</source>
        <translation>Temps écoulé</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Toutes</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Statut</translation>
    </message>
    <message>
        <source>New campaign</source>
        <translation>Nouvelle campagne</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campagnes</translation>
    </message>
    <message>
        <source>No campaign matches</source>
        <translation>Aucune campagne ne correspond</translation>
    </message>
    <message>
        <source>Nothing fits the filter and the search.</source>
        <translation>Rien ne répond au filtre et à la recherche.</translation>
    </message>
    <message>
        <source>Show all campaigns</source>
        <translation>Afficher toutes les campagnes</translation>
    </message>
    <message>
        <source>No campaigns yet</source>
        <translation>Aucune campagne pour l’instant</translation>
    </message>
    <message>
        <source>A campaign says what runs for whom, where, and for how much.</source>
        <translation>Une campagne dit ce qui est diffusé, pour qui, où et pour combien.</translation>
    </message>
    <message>
        <source>Delete campaign</source>
        <translation>Supprimer la campagne</translation>
    </message>
    <message>
        <source>Campaign deleted</source>
        <translation>Campagne supprimée</translation>
    </message>
    <message numerus="yes">
        <source>%n campaign(s)</source>
        <translation>
            <numerusform>%n campagne</numerusform>
            <numerusform>%n campagnes</numerusform>
        </translation>
    </message>
    <message>
        <source>Search campaigns</source>
        <translation>Rechercher une campagne</translation>
    </message>
    <message>
        <source>Edit campaign</source>
        <translation>Modifier la campagne</translation>
    </message>
    <message>
        <source>Next campaign</source>
        <translation>Campagne suivante</translation>
    </message>
    <message>
        <source>Previous campaign</source>
        <translation>Campagne précédente</translation>
    </message>
    <message>
        <source>Show or hide the detail</source>
        <translation>Afficher ou masquer le détail</translation>
    </message>
    <message>
        <source>A campaign says what runs for whom, where, and for how much. You see your own, and what is handed to you or your team.</source>
        <translation>Une campagne dit ce qui est diffusé pour qui, où et pour combien. Vous voyez les vôtres, et celles qui vous sont confiées, à vous ou à votre équipe.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::Chip</name>
    <message>
        <source>Press Delete to remove</source>
        <translation>Appuyez sur Suppr pour retirer</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::CommandPalette</name>
    <message>
        <source>Commands and records</source>
        <translation>Commandes et fiches</translation>
    </message>
    <message>
        <source>Type a command, or the name of a record</source>
        <translation>Saisissez une commande ou le nom d’une fiche</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Résultats</translation>
    </message>
    <message>
        <source>Nothing is called that.</source>
        <translation>Rien ne porte ce nom.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ConditionEditor</name>
    <message>
        <source>Field</source>
        <translation>Champ</translation>
    </message>
    <message>
        <source>Comparison</source>
        <translation>Comparaison</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Valeur</translation>
    </message>
    <message>
        <source>Second value</source>
        <translation>Seconde valeur</translation>
    </message>
    <message>
        <source>Add filter</source>
        <translation>Ajouter le filtre</translation>
    </message>
    <message>
        <source>Change filter</source>
        <translation>Modifier le filtre</translation>
    </message>
    <message>
        <source>Choose at least one value.</source>
        <translation>Choisissez au moins une valeur.</translation>
    </message>
    <message>
        <source>This value cannot be read.</source>
        <translation>Cette valeur est illisible.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ConflictPane</name>
    <message>
        <source>Kept</source>
        <translation>Conservée</translation>
    </message>
    <message>
        <source>Not kept</source>
        <translation>Écartée</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>Actuelle</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Leaves the record as it is now</source>
        <translation>Laisse la fiche telle qu’elle est</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Ouvrir la fiche</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>by %1, %2</source>
        <translation>par %1, %2</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>par %1</translation>
    </message>
    <message>
        <source>The deletion</source>
        <translation>La suppression</translation>
    </message>
    <message>
        <source>An edit made at the same time</source>
        <translation>Une modification faite au même moment</translation>
    </message>
    <message>
        <source>Bring it back with the edit</source>
        <translation>La restaurer avec la modification</translation>
    </message>
    <message>
        <source>Sets the field to “%1”</source>
        <translation>Met «&#x202f;%1&#x202f;» dans le champ</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Garder</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ConflictSection</name>
    <message>
        <source>Conflicts</source>
        <translation>Conflits</translation>
    </message>
    <message>
        <source>The other value is back</source>
        <translation>L’autre valeur est restaurée</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Conflit réglé</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::DateEdit</name>
    <message>
        <source>Choose a day</source>
        <translation>Choisir un jour</translation>
    </message>
    <message>
        <source>No day</source>
        <translation>Aucun jour</translation>
    </message>
    <message>
        <source>d</source>
        <extracomment>The letter that stands for a day in dd/mm/yyyy.</extracomment>
        <translation>j</translation>
    </message>
    <message>
        <source>y</source>
        <extracomment>The letter that stands for a year in dd/mm/yyyy.</extracomment>
        <translation>a</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::FailurePage</name>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Sign in anew</source>
        <translation>Se connecter de nouveau</translation>
    </message>
    <message>
        <source>Uses another folder. The old data stays where it is.</source>
        <translation>Utilise un autre dossier. Les anciennes données restent en place.</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
    <message>
        <source>Hide details</source>
        <translation>Masquer les détails</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::FilterBar</name>
    <message>
        <source>Add a filter</source>
        <translation>Ajouter un filtre</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtrer</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Clear all filters</source>
        <translation>Effacer tous les filtres</translation>
    </message>
    <message>
        <source>Any of</source>
        <translation>Au moins un</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::FormField</name>
    <message>
        <source>%1 *</source>
        <comment>label of a required field</comment>
        <translation>%1 *</translation>
    </message>
    <message>
        <source>%1, required</source>
        <translation>%1, obligatoire</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::HeaderBar</name>
    <message>
        <source>Back (Alt+←)</source>
        <translation>Précédent (Alt+←)</translation>
    </message>
    <message>
        <source>Forward (Alt+→)</source>
        <translation>Suivant (Alt+→)</translation>
    </message>
    <message>
        <source>Search or Ctrl+K</source>
        <translation>Rechercher ou Ctrl+K</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>À vérifier</translation>
    </message>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n à vérifier</numerusform>
            <numerusform>%n à vérifier</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::HostForm</name>
    <message numerus="yes">
        <source>Use at least %n characters. A short sentence is easy to remember.</source>
        <translation>
            <numerusform>Utilisez au moins %n caractère. Une courte phrase se retient facilement.</numerusform>
            <numerusform>Utilisez au moins %n caractères. Une courte phrase se retient facilement.</numerusform>
        </translation>
    </message>
    <message>
        <source>This is one of the first that anybody would try. A short sentence of your own is better.</source>
        <translation>C’est l’un des premiers que tout le monde essaierait. Préférez une courte phrase à vous.</translation>
    </message>
    <message>
        <source>Start a workspace</source>
        <translation>Créer un espace de travail</translation>
    </message>
    <message>
        <source>It lives on this computer, encrypted. You are its first administrator; colleagues can join later, and it can move to a server of its own.</source>
        <translation>Il se trouve sur cet ordinateur, chiffré. Vous en êtes le premier administrateur&#x202f;; des collègues pourront vous rejoindre, et il pourra passer plus tard sur son propre serveur.</translation>
    </message>
    <message>
        <source>Name of the workspace</source>
        <translation>Nom de l’espace de travail</translation>
    </message>
    <message>
        <source>Your agency</source>
        <translation>Votre agence</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Votre nom</translation>
    </message>
    <message>
        <source>Your e-mail</source>
        <translation>Votre e-mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message numerus="yes">
        <source>At least %n characters.</source>
        <translation>
            <numerusform>Au moins %n caractère.</numerusform>
            <numerusform>Au moins %n caractères.</numerusform>
        </translation>
    </message>
    <message>
        <source>Password again</source>
        <translation>Confirmer le mot de passe</translation>
    </message>
    <message>
        <source>Start the workspace</source>
        <translation>Créer l’espace de travail</translation>
    </message>
    <message>
        <source>The two passwords differ. Type the same one twice.</source>
        <translation>Les deux mots de passe diffèrent. Saisissez deux fois le même.</translation>
    </message>
    <message>
        <source>Enter your e-mail address. You sign in with it.</source>
        <translation>Saisissez votre adresse e-mail. Elle vous servira à vous connecter.</translation>
    </message>
    <message>
        <source>This is not an e-mail address. It needs a form like name@example.com.</source>
        <translation>Adresse e-mail non valide. Forme attendue&#x202f;: nom@example.com.</translation>
    </message>
    <message>
        <source>Enter your name, as colleagues will read it.</source>
        <translation>Saisissez votre nom, tel que vos collègues le liront.</translation>
    </message>
    <message>
        <source>Give the workspace a name, such as your agency&apos;s.</source>
        <translation>Donnez un nom à l’espace de travail, par exemple celui de votre agence.</translation>
    </message>
    <message>
        <source>The workspace could not be started on this computer. Nothing was changed. Try again.</source>
        <translation>L’espace de travail n’a pas pu être créé sur cet ordinateur. Rien n’a été modifié. Réessayez.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportColumnsView</name>
    <message>
        <source>Comma</source>
        <translation>Virgule</translation>
    </message>
    <message>
        <source>Semicolon</source>
        <translation>Point-virgule</translation>
    </message>
    <message>
        <source>Tab</source>
        <translation>Tabulation</translation>
    </message>
    <message>
        <source>Vertical bar</source>
        <translation>Barre verticale</translation>
    </message>
    <message>
        <source>%1 (recognised)</source>
        <translation>%1 (reconnu)</translation>
    </message>
    <message>
        <source>Encoding</source>
        <translation>Encodage</translation>
    </message>
    <message>
        <source>Separator</source>
        <translation>Séparateur</translation>
    </message>
    <message>
        <source>First row holds the titles</source>
        <translation>La première ligne contient les titres</translation>
    </message>
    <message>
        <source>New leads only</source>
        <translation>Nouveaux leads</translation>
    </message>
    <message>
        <source>Update only</source>
        <translation>Mise à jour</translation>
    </message>
    <message>
        <source>Both</source>
        <translation>Les deux</translation>
    </message>
    <message>
        <source>What is imported</source>
        <translation>Ce qui est importé</translation>
    </message>
    <message>
        <source>The same lead has the same</source>
        <translation>Un même lead a le même</translation>
    </message>
    <message>
        <source>e-mail</source>
        <translation>e-mail</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>téléphone</translation>
    </message>
    <message>
        <source>Spotify link</source>
        <translation>lien Spotify</translation>
    </message>
    <message>
        <source>Recognise the same lead by %1</source>
        <translation>Reconnaître le même lead par&#x202f;: %1</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>Autre fichier</translation>
    </message>
    <message>
        <source>Check first</source>
        <translation>Vérifier d’abord</translation>
    </message>
    <message>
        <source>Goes through the whole file and tells what would happen, without changing anything.</source>
        <translation>Parcourt tout le fichier et dit ce qui se passerait, sans rien modifier.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Rows whose lead is here already are left out.</source>
        <translation>Les lignes dont le lead est déjà ici sont omises.</translation>
    </message>
    <message>
        <source>Rows without a lead here are left out.</source>
        <translation>Les lignes sans lead ici sont omises.</translation>
    </message>
    <message>
        <source>Known leads are updated, the others added.</source>
        <translation>Les leads connus sont mis à jour, les autres ajoutés.</translation>
    </message>
    <message>
        <source>Some characters do not fit %1 and show as �. Another encoding may read them.</source>
        <translation>Certains caractères ne correspondent pas à %1 et s’affichent �. Un autre encodage pourra peut-être les lire.</translation>
    </message>
    <message>
        <source>The encoding is a good guess. Look at the accents below; if they are wrong, choose another.</source>
        <translation>L’encodage est une supposition sérieuse. Regardez les accents ci-dessous&#x202f;; s’ils sont faux, choisissez-en un autre.</translation>
    </message>
    <message>
        <source>The columns go where they went last time for a file like this.</source>
        <translation>Les colonnes vont où elles allaient la dernière fois pour un fichier semblable.</translation>
    </message>
    <message>
        <source>Use the guesses</source>
        <translation>Revenir aux suggestions</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportHeader</name>
    <message>
        <source>Where the column %1 goes</source>
        <translation>Où va la colonne %1</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportPage</name>
    <message numerus="yes">
        <source>%n row(s) saved in %1</source>
        <translation>
            <numerusform>%n ligne enregistrée dans %1</numerusform>
            <numerusform>%n lignes enregistrées dans %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Import</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) so far</source>
        <translation>
            <numerusform>%n ligne jusqu’ici</numerusform>
            <numerusform>%n lignes jusqu’ici</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Check without importing</source>
        <translation>Vérifier sans importer</translation>
    </message>
    <message>
        <source>Cancel the import</source>
        <translation>Interrompre l’import</translation>
    </message>
    <message>
        <source>Undo import</source>
        <translation>Annuler l’import</translation>
    </message>
    <message>
        <source>Choose a file to import</source>
        <translation>Choisir un fichier à importer</translation>
    </message>
    <message>
        <source>Tables of text (*.csv *.tsv *.txt)</source>
        <translation>Tableaux de texte (*.csv *.tsv *.txt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Tous les fichiers (*)</translation>
    </message>
    <message>
        <source>Save the rows that did not go in</source>
        <translation>Enregistrer les lignes non importées</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>Vérification de %1</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>Import de %1</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n ligne</numerusform>
            <numerusform>%n lignes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportPresenter</name>
    <message>
        <source>Choose at least one way in which a lead is recognised, or import new leads only.</source>
        <translation>Choisissez au moins une façon de reconnaître un lead, ou n’importez que les nouveaux.</translation>
    </message>
    <message>
        <source>Choose another name: this is the file that is being imported.</source>
        <translation>Choisissez un autre nom&#x202f;: c’est le fichier en cours d’import.</translation>
    </message>
    <message>
        <source>%1 is no longer where it was, so its rows cannot be saved.</source>
        <translation>%1 n’est plus à sa place&#x202f;: ses lignes ne peuvent pas être enregistrées.</translation>
    </message>
    <message>
        <source>The rows could not be saved there. Choose another folder.</source>
        <translation>Les lignes n’ont pas pu être enregistrées à cet endroit. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>%1 - not imported.csv</source>
        <comment>name of a file</comment>
        <translation>%1 - non importé.csv</translation>
    </message>
    <message>
        <source>Column %1</source>
        <translation>Colonne %1</translation>
    </message>
    <message>
        <source>Import of %1</source>
        <translation>Import de %1</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportPreviewTable</name>
    <message>
        <source>First rows of the file</source>
        <translation>Premières lignes du fichier</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportReportView</name>
    <message>
        <source>Rows of the file</source>
        <translation>Lignes du fichier</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>Non importées</translation>
    </message>
    <message>
        <source>Already known</source>
        <translation>Déjà connues</translation>
    </message>
    <message>
        <source>With remarks</source>
        <translation>Avec remarques</translation>
    </message>
    <message>
        <source>Rows shown</source>
        <translation>Lignes affichées</translation>
    </message>
    <message>
        <source>Back to the columns</source>
        <translation>Retour aux colonnes</translation>
    </message>
    <message>
        <source>Another file</source>
        <translation>Autre fichier</translation>
    </message>
    <message>
        <source>Save failed rows…</source>
        <translation>Enregistrer les rejets…</translation>
    </message>
    <message>
        <source>Writes the rows that do not go in to a file, each with its reason. Correct them there and import that file.</source>
        <translation>Écrit dans un fichier les lignes qui ne sont pas importées, chacune avec son motif. Corrigez-les là et importez ce fichier.</translation>
    </message>
    <message>
        <source>Undo import</source>
        <translation>Annuler l’import</translation>
    </message>
    <message>
        <source>Checking %1…</source>
        <translation>Vérification de %1…</translation>
    </message>
    <message>
        <source>Importing %1…</source>
        <translation>Import de %1…</translation>
    </message>
    <message>
        <source>What would happen with %1</source>
        <translation>Ce qui se passerait avec %1</translation>
    </message>
    <message>
        <source>The import of %1 was undone</source>
        <translation>L’import de %1 a été annulé</translation>
    </message>
    <message>
        <source>The import of %1 stopped</source>
        <translation>L’import de %1 s’est arrêté</translation>
    </message>
    <message>
        <source>The import of %1 was cancelled</source>
        <translation>L’import de %1 a été interrompu</translation>
    </message>
    <message>
        <source>%1 is imported</source>
        <translation>%1 est importé</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in the file.</source>
        <translation>
            <numerusform>%n ligne dans le fichier.</numerusform>
            <numerusform>%n lignes dans le fichier.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) so far. You can go on working; this continues by itself.</source>
        <translation>
            <numerusform>%n ligne jusqu’ici. Vous pouvez continuer à travailler&#x202f;; l’import avance tout seul.</numerusform>
            <numerusform>%n lignes jusqu’ici. Vous pouvez continuer à travailler&#x202f;; l’import avance tout seul.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing has been changed yet.</source>
        <translation>Rien n’a encore été modifié.</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) were done. What went in is kept; importing the same file again goes on from there.</source>
        <translation>
            <numerusform>%n ligne a été traitée. Ce qui est importé reste&#x202f;; un nouvel import du même fichier reprend à cet endroit.</numerusform>
            <numerusform>%n lignes ont été traitées. Ce qui est importé reste&#x202f;; un nouvel import du même fichier reprend à cet endroit.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The first rows of each kind; %n more are not listed.</source>
        <translation>
            <numerusform>Les premières lignes de chaque sorte&#x202f;; %n autre n’est pas listée.</numerusform>
            <numerusform>Les premières lignes de chaque sorte&#x202f;; %n autres ne sont pas listées.</numerusform>
        </translation>
    </message>
    <message>
        <source>Every row that should go in does.</source>
        <translation>Toutes les lignes qui devaient être importées le sont.</translation>
    </message>
    <message>
        <source>No row is about a lead that is known already.</source>
        <translation>Aucune ligne ne concerne un lead déjà connu.</translation>
    </message>
    <message>
        <source>There is nothing to remark.</source>
        <translation>Aucune remarque.</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>Enregistrement…</translation>
    </message>
    <message>
        <source>Something else was done since. Undo that first, with Ctrl+Z.</source>
        <translation>Autre chose a été fait depuis. Annulez-le d’abord avec Ctrl+Z.</translation>
    </message>
    <message numerus="yes">
        <source>Import %n row(s)</source>
        <translation>
            <numerusform>Importer %n ligne</numerusform>
            <numerusform>Importer %n lignes</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the leads</source>
        <translation>Afficher les leads</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportRowsModel</name>
    <message>
        <source>Line</source>
        <translation>Ligne</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Lead</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Motif</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ImportStartView</name>
    <message>
        <source>Drop a CSV file here</source>
        <translation>Déposez un fichier CSV ici</translation>
    </message>
    <message>
        <source>From HubSpot, Pipedrive, Excel or a list of your own. Encoding and columns are recognised, and nothing changes before you have seen what would happen.</source>
        <translation>De HubSpot, Pipedrive, Excel ou une liste à vous. L’encodage et les colonnes sont reconnus, et rien ne change avant que vous ayez vu ce qui se passerait.</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Choisir un fichier…</translation>
    </message>
    <message>
        <source>Your role does not import</source>
        <translation>Votre rôle ne permet pas d’importer</translation>
    </message>
    <message>
        <source>Ask an administrator of the workspace, or somebody who manages leads.</source>
        <translation>Adressez-vous à un administrateur de l’espace de travail ou à une personne qui gère les leads.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::InlineNotice</name>
    <message>
        <source>Dismiss</source>
        <translation>Fermer</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::InspectorPane</name>
    <message>
        <source>Where things stand</source>
        <translation>Où en sont les choses</translation>
    </message>
    <message>
        <source>The log names what happened and when, in English, for whoever helps you. It holds nothing you or others entered, no names, no addresses.</source>
        <translation>Le journal dit ce qui s’est passé et quand, en anglais, pour qui vous aide. Il ne contient rien de ce que vous ou d’autres avez saisi, ni noms, ni adresses.</translation>
    </message>
    <message>
        <source>Export log…</source>
        <translation>Exporter le journal…</translation>
    </message>
    <message>
        <source>Copy log</source>
        <translation>Copier le journal</translation>
    </message>
    <message>
        <source>The log is copied. It holds nothing you or others entered.</source>
        <translation>Le journal est copié. Il ne contient rien de ce que vous ou d’autres avez saisi.</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Enregistrer le journal</translation>
    </message>
    <message>
        <source>Text (*.txt)</source>
        <translation>Texte (*.txt)</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LanguageSection</name>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Also decides how dates, numbers and amounts are written.</source>
        <translation>Détermine aussi l’écriture des dates, des nombres et des montants.</translation>
    </message>
    <message>
        <source>Like the system</source>
        <translation>Comme le système</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadBoardModel</name>
    <message>
        <source>%1 weighted</source>
        <translation>%1 pondérés</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n jour</numerusform>
            <numerusform>%n jours</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadDetailPane</name>
    <message>
        <source>%1 of 100</source>
        <translation>%1 sur 100</translation>
    </message>
    <message>
        <source>in this stage since %1</source>
        <translation>à cette étape depuis %1</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>stagnant</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
    <message>
        <source>No stage</source>
        <translation>Aucune étape</translation>
    </message>
    <message>
        <source>No owner</source>
        <translation>Sans responsable</translation>
    </message>
    <message>
        <source>No priority</source>
        <translation>Sans priorité</translation>
    </message>
    <message>
        <source>No lead selected</source>
        <translation>Aucun lead sélectionné</translation>
    </message>
    <message>
        <source>Select a lead to see its next step, tasks and history here.</source>
        <translation>Sélectionnez un lead pour voir ici sa prochaine action, ses tâches et son historique.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Plus</translation>
    </message>
    <message>
        <source>Close the detail</source>
        <translation>Fermer le détail</translation>
    </message>
    <message>
        <source>Delete lead</source>
        <translation>Supprimer le lead</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>Prochaine action</translation>
    </message>
    <message>
        <source>What happens next?</source>
        <translation>Que faire ensuite&#x202f;?</translation>
    </message>
    <message>
        <source>Next step on</source>
        <translation>Date de l’action</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tâches</translation>
    </message>
    <message>
        <source>Add a task</source>
        <translation>Ajouter une tâche</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
    <message>
        <source>Campaigns</source>
        <translation>Campagnes</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>This lead is not here</source>
        <translation>Ce lead n’est pas ici</translation>
    </message>
    <message>
        <source>It was deleted, or handed to somebody whose leads you do not see.</source>
        <translation>Il a été supprimé, ou confié à une personne dont vous ne voyez pas les leads.</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Personne</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadDetailPresenter</name>
    <message>
        <source>Add %1</source>
        <translation>Ajout (%1)</translation>
    </message>
    <message>
        <source>%1 added</source>
        <translation>Ajouté à l’historique&#x202f;: %1</translation>
    </message>
    <message>
        <source>Add task</source>
        <translation>Ajout d’une tâche</translation>
    </message>
    <message>
        <source>Task added</source>
        <translation>Tâche ajoutée</translation>
    </message>
    <message>
        <source>Finish task</source>
        <translation>Clôture de la tâche</translation>
    </message>
    <message>
        <source>Reopen task</source>
        <translation>Réouverture de la tâche</translation>
    </message>
    <message>
        <source>Task done</source>
        <translation>Tâche terminée</translation>
    </message>
    <message>
        <source>Task reopened</source>
        <translation>Tâche rouverte</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Modification de «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>«&#x202f;%1&#x202f;» modifié</translation>
    </message>
    <message>
        <source>Change next step</source>
        <translation>Modification de la prochaine action</translation>
    </message>
    <message>
        <source>Next step changed</source>
        <translation>Prochaine action modifiée</translation>
    </message>
    <message>
        <source>Lead created</source>
        <translation>Lead créé</translation>
    </message>
    <message>
        <source>This record was deleted while it was edited here.</source>
        <translation>Cette fiche a été supprimée pendant une modification faite ici.</translation>
    </message>
    <message>
        <source>%1 deleted this record while it was edited.</source>
        <translation>Fiche supprimée par %1 pendant une modification.</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>somebody else</source>
        <translation>quelqu’un d’autre</translation>
    </message>
    <message>
        <source>%1: “%2” of %3 was kept, “%4” was not.</source>
        <translation>%1&#x202f;: «&#x202f;%2&#x202f;» (%3) conservé, «&#x202f;%4&#x202f;» écarté.</translation>
    </message>
    <message>
        <source>The other value is back</source>
        <translation>L’autre valeur est restaurée</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Conflit réglé</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadForm</name>
    <message>
        <source>New lead</source>
        <translation>Nouveau lead</translation>
    </message>
    <message>
        <source>Edit lead</source>
        <translation>Modifier le lead</translation>
    </message>
    <message>
        <source>You left this form before saving. What you typed was kept.</source>
        <translation>Vous avez quitté ce formulaire sans enregistrer. Votre saisie a été conservée.</translation>
    </message>
    <message>
        <source>Continue with it</source>
        <translation>La reprendre</translation>
    </message>
    <message>
        <source>Create lead</source>
        <translation>Créer le lead</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Enregistrer</translation>
    </message>
    <message>
        <source>This lead is not here any more. It was deleted, or handed to somebody else.</source>
        <translation>Ce lead n’est plus ici. Il a été supprimé, ou confié à quelqu’un d’autre.</translation>
    </message>
    <message>
        <source>The link of the artist&apos;s page</source>
        <translation>Le lien de la page de l’artiste</translation>
    </message>
    <message>
        <source>Contact</source>
        <translation>Contact</translation>
    </message>
    <message>
        <source>Deal</source>
        <translation>Affaire</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Suite</translation>
    </message>
    <message>
        <source>%1 has the %2.</source>
        <translation>%1 a %2.</translation>
    </message>
    <message numerus="yes">
        <source>%1 has the %2, and %n more may be the same.</source>
        <translation>
            <numerusform>%1 a %2, et %n autre est peut-être le même.</numerusform>
            <numerusform>%1 a %2, et %n autres sont peut-être le même.</numerusform>
        </translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>L’ouvrir</translation>
    </message>
    <message>
        <source>A name or two letters: France, FR</source>
        <translation>Un nom ou deux lettres&#x202f;: France, FR</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LeadsPage</name>
    <message>
        <source>View</source>
        <translation>Vue</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Board</source>
        <translation>Kanban</translation>
    </message>
    <message>
        <source>Show as</source>
        <translation>Affichage</translation>
    </message>
    <message>
        <source>New lead</source>
        <translation>Nouveau lead</translation>
    </message>
    <message>
        <source>Leads</source>
        <translation>Leads</translation>
    </message>
    <message>
        <source>Leads by stage</source>
        <translation>Leads par étape</translation>
    </message>
    <message>
        <source>Edit again</source>
        <translation>Modifier encore</translation>
    </message>
    <message>
        <source>Search leads</source>
        <translation>Rechercher un lead</translation>
    </message>
    <message>
        <source>create add artist</source>
        <translation>créer ajouter artiste</translation>
    </message>
    <message>
        <source>Edit lead</source>
        <translation>Modifier le lead</translation>
    </message>
    <message>
        <source>Next lead</source>
        <translation>Lead suivant</translation>
    </message>
    <message>
        <source>Previous lead</source>
        <translation>Lead précédent</translation>
    </message>
    <message>
        <source>Switch between table and board</source>
        <translation>Basculer entre liste et kanban</translation>
    </message>
    <message>
        <source>kanban view list</source>
        <translation>kanban vue liste tableau</translation>
    </message>
    <message>
        <source>Filter leads</source>
        <translation>Filtrer les leads</translation>
    </message>
    <message>
        <source>Show or hide the detail</source>
        <translation>Afficher ou masquer le détail</translation>
    </message>
    <message>
        <source>Change stage</source>
        <translation>Changer d’étape</translation>
    </message>
    <message>
        <source>move pipeline</source>
        <translation>déplacer pipeline</translation>
    </message>
    <message>
        <source>Change owner</source>
        <translation>Changer de responsable</translation>
    </message>
    <message>
        <source>assign</source>
        <translation>attribuer confier</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Ajouter une note</translation>
    </message>
    <message>
        <source>Log a call</source>
        <translation>Consigner un appel</translation>
    </message>
    <message>
        <source>Log a meeting</source>
        <translation>Consigner une réunion</translation>
    </message>
    <message>
        <source>Add a task</source>
        <translation>Ajouter une tâche</translation>
    </message>
    <message>
        <source>Delete lead</source>
        <translation>Supprimer le lead</translation>
    </message>
    <message>
        <source>Import leads from a file</source>
        <translation>Importer des leads depuis un fichier</translation>
    </message>
    <message>
        <source>csv excel</source>
        <translation>csv excel</translation>
    </message>
    <message>
        <source>No lead matches</source>
        <translation>Aucun lead ne correspond</translation>
    </message>
    <message>
        <source>Nothing in this view fits the filter and the search.</source>
        <translation>Rien dans cette vue ne répond au filtre et à la recherche.</translation>
    </message>
    <message>
        <source>Show all leads</source>
        <translation>Afficher tous les leads</translation>
    </message>
    <message>
        <source>Your leads are on their way</source>
        <translation>Vos leads arrivent</translation>
    </message>
    <message>
        <source>They appear here as they arrive. You can already create new ones.</source>
        <translation>Ils s’affichent ici au fur et à mesure. Vous pouvez déjà en créer.</translation>
    </message>
    <message>
        <source>No leads yet</source>
        <translation>Aucun lead pour l’instant</translation>
    </message>
    <message>
        <source>Create the first one, or import the list you have: CSV from HubSpot, Pipedrive or Excel.</source>
        <translation>Créez le premier, ou importez votre liste&#x202f;: CSV de HubSpot, Pipedrive ou Excel.</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>Importer un fichier</translation>
    </message>
    <message>
        <source>Nobody</source>
        <translation>Personne</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message numerus="yes">
        <source>%n of the selected leads have no contract value. Move them to “won” one by one to enter it.</source>
        <translation>
            <numerusform>%n des leads sélectionnés n’a pas de montant de contrat. Passez-le à «&#x202f;gagné&#x202f;» séparément pour le saisir.</numerusform>
            <numerusform>%n des leads sélectionnés n’ont pas de montant de contrat. Passez-les à «&#x202f;gagné&#x202f;» un par un pour le saisir.</numerusform>
        </translation>
    </message>
    <message>
        <source>Why was it lost?</source>
        <translation>Pourquoi est-il perdu&#x202f;?</translation>
    </message>
    <message>
        <source>What is the contract worth?</source>
        <translation>Quel est le montant du contrat&#x202f;?</translation>
    </message>
    <message>
        <source>Move to %1</source>
        <translation>Passer à «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Motif</translation>
    </message>
    <message>
        <source>Contract value</source>
        <translation>Montant du contrat</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Change stage…</source>
        <translation>Changer d’étape…</translation>
    </message>
    <message>
        <source>Change owner…</source>
        <translation>Changer de responsable…</translation>
    </message>
    <message>
        <source>Change priority…</source>
        <translation>Changer la priorité…</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n lead(s)</source>
        <translation>
            <numerusform>Supprimer %n lead</numerusform>
            <numerusform>Supprimer %n leads</numerusform>
        </translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Supprimer</translation>
    </message>
    <message>
        <source>Move the card on the board</source>
        <translation>Déplacer la carte du kanban</translation>
    </message>
    <message>
        <source>Edit in the table</source>
        <translation>Modifier dans la liste</translation>
    </message>
    <message>
        <source>No leads of yours yet</source>
        <translation>Aucun lead à vous pour l’instant</translation>
    </message>
    <message>
        <source>You see the leads that you own or that are handed to you or your team. Create one, import your list, or ask a manager to hand you some.</source>
        <translation>Vous voyez les leads qui sont à vous, ou qui vous sont confiés, à vous ou à votre équipe. Créez-en un, importez votre liste ou demandez à un manager de vous en confier.</translation>
    </message>
    <message>
        <source>No lead matches so far</source>
        <translation>Aucun lead ne correspond pour l’instant</translation>
    </message>
    <message>
        <source>Your leads have just arrived, and the search does not know all of them yet. It goes on by itself.</source>
        <translation>Vos leads viennent d’arriver et la recherche ne les connaît pas encore tous. Elle se complète d’elle-même.</translation>
    </message>
    <message>
        <source>Restore the value that was not kept</source>
        <translation>Restaurer la valeur écartée</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>conflit</translation>
    </message>
    <message>
        <source>Keep the value there is</source>
        <translation>Garder la valeur actuelle</translation>
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
    <message>
        <source>%1 · %2 selected</source>
        <translation>%1 · sélection&#x202f;: %2</translation>
    </message>
    <message>
        <source>Move to %1</source>
        <translation>Passage à «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>Moved to %1</source>
        <translation>Passé à «&#x202f;%1&#x202f;»</translation>
    </message>
    <message numerus="yes">
        <source>%n lead(s) moved to %1</source>
        <translation>
            <numerusform>%n lead passé à «&#x202f;%1&#x202f;»</numerusform>
            <numerusform>%n leads passés à «&#x202f;%1&#x202f;»</numerusform>
        </translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>Modification de «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>%1 changed</source>
        <translation>«&#x202f;%1&#x202f;» modifié</translation>
    </message>
    <message numerus="yes">
        <source>%1 changed on %n lead(s)</source>
        <translation>
            <numerusform>«&#x202f;%1&#x202f;» modifié sur %n lead</numerusform>
            <numerusform>«&#x202f;%1&#x202f;» modifié sur %n leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %n lead(s)</source>
        <translation>
            <numerusform>Suppression d’un lead</numerusform>
            <numerusform>Suppression de %n leads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lead(s) deleted</source>
        <translation>
            <numerusform>%n lead supprimé</numerusform>
            <numerusform>%n leads supprimés</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::LinesEditor</name>
    <message>
        <source>On each platform</source>
        <translation>Par plateforme</translation>
    </message>
    <message>
        <source>Add a platform</source>
        <translation>Ajouter une plateforme</translation>
    </message>
    <message>
        <source>No platform yet. A line says what runs where, from when to when, for how much.</source>
        <translation>Aucune plateforme. Une ligne dit ce qui est diffusé, où, de quand à quand et pour combien.</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>Ligne %1, %2</translation>
    </message>
    <message>
        <source>Remove line %1</source>
        <translation>Retirer la ligne %1</translation>
    </message>
    <message>
        <source>No objective</source>
        <translation>Sans objectif</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ListsSection</name>
    <message>
        <source>Genres</source>
        <translation>Genres</translation>
    </message>
    <message>
        <source>Priorities</source>
        <translation>Priorités</translation>
    </message>
    <message>
        <source>Platforms</source>
        <translation>Plateformes</translation>
    </message>
    <message>
        <source>Goals</source>
        <translation>Objectifs</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Sources</translation>
    </message>
    <message>
        <source>Reasons for loss</source>
        <translation>Motifs de perte</translation>
    </message>
    <message>
        <source>Pipeline and lists</source>
        <translation>Pipeline et listes</translation>
    </message>
    <message>
        <source>Lists</source>
        <translation>Listes</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Monter</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Descendre</translation>
    </message>
    <message>
        <source>Archive</source>
        <translation>Archiver</translation>
    </message>
    <message>
        <source>F2 edits a cell, Tab goes on, Esc gives back the old value.</source>
        <translation>F2 modifie une cellule, Tab passe à la suivante, Échap rétablit l’ancienne valeur.</translation>
    </message>
    <message>
        <source>Administrators change these.</source>
        <translation>Seuls les administrateurs les modifient.</translation>
    </message>
    <message>
        <source>Stages</source>
        <translation>Étapes</translation>
    </message>
    <message>
        <source>Stages of %1</source>
        <translation>Étapes de %1</translation>
    </message>
    <message>
        <source>Bring back</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>New stage</source>
        <translation>Nouvelle étape</translation>
    </message>
    <message>
        <source>Add a stage</source>
        <translation>Ajout d’une étape</translation>
    </message>
    <message>
        <source>Stage added</source>
        <translation>Étape ajoutée</translation>
    </message>
    <message>
        <source>New entry</source>
        <translation>Nouvelle entrée</translation>
    </message>
    <message>
        <source>Add an entry</source>
        <translation>Ajout d’une entrée</translation>
    </message>
    <message>
        <source>Entry added</source>
        <translation>Entrée ajoutée</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::NewTaskRow</name>
    <message>
        <source>What is to be done</source>
        <translation>Ce qu’il faut faire</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Nouvelle tâche</translation>
    </message>
    <message>
        <source>Due: tomorrow, friday, +3…</source>
        <translation>Échéance&#x202f;: demain, +3…</translation>
    </message>
    <message>
        <source>Due</source>
        <translation>Échéance</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Ajouter</translation>
    </message>
    <message>
        <source>This day cannot be read. Write it like tomorrow, friday, +3 or %1.</source>
        <translation>Ce jour est illisible. Écrivez par exemple demain, vendredi, +3 ou %1.</translation>
    </message>
    <message>
        <source>Due %1</source>
        <translation>Échéance&#x202f;: %1</translation>
    </message>
    <message>
        <source>Enter adds it, Esc closes</source>
        <translation>Entrée pour ajouter, Échap pour fermer</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::PendingPane</name>
    <message>
        <source>Values</source>
        <translation>Valeurs</translation>
    </message>
    <message>
        <source>Open record</source>
        <translation>Ouvrir la fiche</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>%1 · edited %2</source>
        <translation>%1 · saisi %2</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>Avant</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>La vôtre</translation>
    </message>
    <message>
        <source>Your values are copied</source>
        <translation>Vos valeurs sont copiées</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ProfileSection</name>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Your session has ended. You can go on working; edits are kept here until you sign in again.</source>
        <translation>Votre session a expiré. Vous pouvez continuer à travailler&#x202f;: vos modifications sont conservées ici jusqu’à ce que vous vous reconnectiez.</translation>
    </message>
    <message>
        <source>Sign in again</source>
        <translation>Se reconnecter</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Nom</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rôle</translation>
    </message>
    <message>
        <source>Team</source>
        <translation>Équipe</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Espace de travail</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Serveur</translation>
    </message>
    <message>
        <source>Sign out</source>
        <translation>Se déconnecter</translation>
    </message>
    <message>
        <source>None: this workspace is only on this computer.</source>
        <translation>Aucun&#x202f;: cet espace de travail n’existe que sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Enter your password for %1.</source>
        <translation>Saisissez votre mot de passe pour %1.</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>Saisissez votre mot de passe.</translation>
    </message>
    <message>
        <source>Signed in again</source>
        <translation>Vous êtes reconnecté</translation>
    </message>
    <message>
        <source>Sign out?</source>
        <translation>Se déconnecter&#x202f;?</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) have not reached the server yet. They stay on this computer, encrypted, and go out when you sign in again here.</source>
        <translation>
            <numerusform>%n modification n’est pas encore arrivée au serveur. Elle reste sur cet ordinateur, chiffrée, et partira quand vous vous reconnecterez ici.</numerusform>
            <numerusform>%n modifications ne sont pas encore arrivées au serveur. Elles restent sur cet ordinateur, chiffrées, et partiront quand vous vous reconnecterez ici.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ProgressStrip</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation>Fermer</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Annulation…</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::RecordForm</name>
    <message>
        <source>Create %1</source>
        <translation>Création (%1)</translation>
    </message>
    <message>
        <source>Edit %1</source>
        <translation>Modification (%1)</translation>
    </message>
    <message>
        <source>%1 created</source>
        <translation>%1&#x202f;: fiche créée</translation>
    </message>
    <message>
        <source>%1 saved</source>
        <translation>%1&#x202f;: fiche enregistrée</translation>
    </message>
    <message>
        <source>same e-mail address</source>
        <translation>la même adresse e-mail</translation>
    </message>
    <message>
        <source>same phone number</source>
        <translation>le même numéro de téléphone</translation>
    </message>
    <message>
        <source>same Spotify artist</source>
        <translation>le même artiste Spotify</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::RecordPicker</name>
    <message>
        <source>Found</source>
        <translation>Trouvés</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SearchField</name>
    <message>
        <source>Clear the search</source>
        <translation>Effacer la recherche</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SecuritySection</name>
    <message>
        <source>Security</source>
        <translation>Sécurité</translation>
    </message>
    <message>
        <source>Everything this program keeps on this computer is encrypted (AES-256), its search index and temporary files included.</source>
        <translation>Tout ce que ce programme garde sur cet ordinateur est chiffré (AES-256), y compris l’index de recherche et les fichiers temporaires.</translation>
    </message>
    <message>
        <source>In memory only: it is gone when the program ends.</source>
        <translation>En mémoire seulement&#x202f;: elle disparaît à la fermeture du programme.</translation>
    </message>
    <message>
        <source>The keychain of this computer</source>
        <translation>Le trousseau de cet ordinateur</translation>
    </message>
    <message>
        <source>Your passphrase</source>
        <translation>Votre phrase secrète</translation>
    </message>
    <message>
        <source>What keeps the key</source>
        <translation>Ce qui garde la clé</translation>
    </message>
    <message>
        <source>The key is made of chance and lies in the keychain, which opens when you log in to this computer. Lock your screen when you leave.</source>
        <translation>La clé est tirée au hasard et se trouve dans le trousseau, qui s’ouvre quand vous ouvrez votre session sur cet ordinateur. Verrouillez votre écran quand vous vous absentez.</translation>
    </message>
    <message>
        <source>The program asks for it at each start. Nobody can reset it: without the passphrase what has not been synced cannot be read again.</source>
        <translation>Le programme la demande à chaque démarrage. Personne ne peut la réinitialiser&#x202f;: sans elle, ce qui n’est pas synchronisé devient illisible.</translation>
    </message>
    <message>
        <source>Where the data lies</source>
        <translation>Emplacement des données</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SegmentedControl</name>
    <message>
        <source>%1 is chosen</source>
        <translation>Choix&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SettingsPage</name>
    <message>
        <source>Sections of the settings</source>
        <translation>Rubriques des réglages</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Apparence</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Langue</translation>
    </message>
    <message>
        <source>Security</source>
        <translation>Sécurité</translation>
    </message>
    <message>
        <source>Pipeline and lists</source>
        <translation>Pipeline et listes</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Utilisateurs</translation>
    </message>
    <message>
        <source>About</source>
        <translation>À propos</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Réglages</translation>
    </message>
    <message>
        <source>Settings: %1</source>
        <translation>Réglages&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SettingsSection</name>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SettingsTableModel</name>
    <message>
        <source>Move %1</source>
        <translation>Déplacement de «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>%1 moved</source>
        <translation>«&#x202f;%1&#x202f;»&#x202f;: position modifiée</translation>
    </message>
    <message>
        <source>%1 is the last stage of its kind, and leads could not get there any more. Nothing was changed.</source>
        <translation>«&#x202f;%1&#x202f;» est la dernière étape de ce type&#x202f;: plus aucun lead ne pourrait y arriver. Rien n’a été modifié.</translation>
    </message>
    <message>
        <source>Archive %1</source>
        <translation>Archivage de «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>Bring back %1</source>
        <translation>Restauration de «&#x202f;%1&#x202f;»</translation>
    </message>
    <message>
        <source>%1 archived. Records that have it keep it.</source>
        <translation>«&#x202f;%1&#x202f;» est dans les archives. Les fiches concernées gardent cette valeur.</translation>
    </message>
    <message>
        <source>%1 is back</source>
        <translation>«&#x202f;%1&#x202f;» est de retour</translation>
    </message>
    <message>
        <source>%1 (archived)</source>
        <translation>%1 (archives)</translation>
    </message>
    <message>
        <source>“%1” does not fit here. The old value stays.</source>
        <translation>«&#x202f;%1&#x202f;» ne convient pas ici. L’ancienne valeur reste.</translation>
    </message>
    <message>
        <source>Change %1 of %2</source>
        <translation>Modification de «&#x202f;%1&#x202f;» pour «&#x202f;%2&#x202f;»</translation>
    </message>
    <message>
        <source>%1 of %2 changed</source>
        <translation>«&#x202f;%1&#x202f;» modifié pour «&#x202f;%2&#x202f;»</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::Sheet</name>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::ShellWindow</name>
    <message>
        <source>Go to</source>
        <translation>Aller à</translation>
    </message>
    <message>
        <source>General</source>
        <translation>Général</translation>
    </message>
    <message>
        <source>Commands and records</source>
        <translation>Commandes et fiches</translation>
    </message>
    <message>
        <source>Search this page</source>
        <translation>Rechercher dans cette page</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Précédent</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Suivant</translation>
    </message>
    <message>
        <source>Fold or unfold the sidebar</source>
        <translation>Replier ou déplier la barre latérale</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Raccourcis clavier</translation>
    </message>
    <message>
        <source>Light appearance</source>
        <translation>Apparence claire</translation>
    </message>
    <message>
        <source>Dark appearance</source>
        <translation>Apparence sombre</translation>
    </message>
    <message>
        <source>Appearance of the system</source>
        <translation>Apparence du système</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Quitter</translation>
    </message>
    <message>
        <source>%1 – MDMC CRM</source>
        <translation>%1 – MDMC CRM</translation>
    </message>
    <message>
        <source>Search or Ctrl+K</source>
        <translation>Rechercher ou Ctrl+K</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Pages</translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation>Espace de travail</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SidebarItem</name>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SignInForm</name>
    <message>
        <source>Sign in</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>Your agency&apos;s administrator gave you the address and an account.</source>
        <translation>L’administrateur de votre agence vous a donné l’adresse et un compte.</translation>
    </message>
    <message>
        <source>Server address</source>
        <translation>Adresse du serveur</translation>
    </message>
    <message>
        <source>crm.example.com</source>
        <comment>placeholder of a server&apos;s address</comment>
        <translation>crm.example.com</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>Mot de passe</translation>
    </message>
    <message>
        <source>Enter your password.</source>
        <translation>Saisissez votre mot de passe.</translation>
    </message>
    <message>
        <source>Enter the e-mail address of your account.</source>
        <translation>Saisissez l’adresse e-mail de votre compte.</translation>
    </message>
    <message>
        <source>This is not an e-mail address. It needs a form like name@example.com.</source>
        <translation>Adresse e-mail non valide. Forme attendue&#x202f;: nom@example.com.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::StatusLine</name>
    <message>
        <source>Show what is synced and what is waiting</source>
        <translation>Voir ce qui est synchronisé et ce qui attend</translation>
    </message>
    <message>
        <source>Sync: %1</source>
        <translation>Synchronisation&#x202f;: %1</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SyncList</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>et %n de plus</numerusform>
            <numerusform>et %n de plus</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SyncPage</name>
    <message>
        <source>Sync</source>
        <translation>Synchronisation</translation>
    </message>
    <message>
        <source>Fetching the workspace</source>
        <translation>Récupération de l’espace de travail</translation>
    </message>
    <message>
        <source>Work offline</source>
        <translation>Travailler hors ligne</translation>
    </message>
    <message>
        <source>Connect now</source>
        <translation>Se connecter</translation>
    </message>
    <message>
        <source>What to show</source>
        <translation>Éléments affichés</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Rien n’est en attente</translation>
    </message>
    <message>
        <source>Every edit made here has reached the server.</source>
        <translation>Toutes les modifications faites ici sont arrivées au serveur.</translation>
    </message>
    <message>
        <source>Nothing needs you</source>
        <translation>Rien à vérifier</translation>
    </message>
    <message>
        <source>Should the server ever refuse an edit, it comes here with the reason. Nothing you enter is lost.</source>
        <translation>Si le serveur refuse un jour une modification, elle apparaît ici avec son motif. Rien de ce que vous saisissez n’est perdu.</translation>
    </message>
    <message>
        <source>No conflicts</source>
        <translation>Aucun conflit</translation>
    </message>
    <message>
        <source>When two people change the same field at the same time, the value that was not kept comes here and can be brought back.</source>
        <translation>Quand deux personnes modifient le même champ au même moment, la valeur écartée apparaît ici et peut être restaurée.</translation>
    </message>
    <message>
        <source>Waiting edits</source>
        <translation>Modifications en attente</translation>
    </message>
    <message>
        <source>Edits that need attention</source>
        <translation>Modifications à vérifier</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Conflits</translation>
    </message>
    <message>
        <source>Sign in…</source>
        <translation>Se connecter…</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En attente</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>À vérifier</translation>
    </message>
    <message>
        <source>The first %1 of %2 are shown.</source>
        <translation>Les %1 premiers sur %2 sont affichés.</translation>
    </message>
    <message>
        <source>Show what waits</source>
        <translation>Afficher les éléments en attente</translation>
    </message>
    <message>
        <source>Show what needs attention</source>
        <translation>Afficher les éléments à vérifier</translation>
    </message>
    <message>
        <source>Show conflicts</source>
        <translation>Afficher les conflits</translation>
    </message>
    <message>
        <source>Retry the edit</source>
        <translation>Réessayer la modification</translation>
    </message>
    <message>
        <source>Edit and retry</source>
        <translation>Corriger et réessayer</translation>
    </message>
    <message>
        <source>Copy what was entered</source>
        <translation>Copier la saisie</translation>
    </message>
    <message>
        <source>Discard the edit</source>
        <translation>Abandonner la modification</translation>
    </message>
    <message>
        <source>Restore the value that was not kept</source>
        <translation>Restaurer la valeur écartée</translation>
    </message>
    <message>
        <source>Copy the sync log</source>
        <translation>Copier le journal de synchronisation</translation>
    </message>
    <message>
        <source>Retry all</source>
        <translation>Tout réessayer</translation>
    </message>
    <message>
        <source>Copy all</source>
        <translation>Tout copier</translation>
    </message>
    <message>
        <source>Discard all…</source>
        <translation>Tout abandonner…</translation>
    </message>
    <message>
        <source>Your values are copied</source>
        <translation>Vos valeurs sont copiées</translation>
    </message>
    <message>
        <source>Discard all refused edits?</source>
        <translation>Abandonner toutes les modifications refusées&#x202f;?</translation>
    </message>
    <message>
        <source>Discard all</source>
        <translation>Tout abandonner</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Ce qui s’est passé</translation>
    </message>
    <message>
        <source>Try now</source>
        <translation>Essayer maintenant</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Connexion</translation>
    </message>
    <message numerus="yes">
        <source>%n refused edit(s)</source>
        <translation>
            <numerusform>%n modification refusée</numerusform>
            <numerusform>%n modifications refusées</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Show the connection and its log</source>
        <translation>Afficher la connexion et son journal</translation>
    </message>
    <message>
        <source>Retry all refused edits</source>
        <translation>Réessayer toutes les modifications refusées</translation>
    </message>
    <message>
        <source>Export the sync log</source>
        <translation>Exporter le journal de synchronisation</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en attente</numerusform>
            <numerusform>%n en attente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need attention</source>
        <translation>
            <numerusform>%n à vérifier</numerusform>
            <numerusform>%n à vérifier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflict(s)</source>
        <translation>
            <numerusform>%n conflit</numerusform>
            <numerusform>%n conflits</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep the value there is</source>
        <translation>Garder la valeur actuelle</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::SyncPresenter</name>
    <message>
        <source>Waiting to be sent again</source>
        <translation>De nouveau en attente d’envoi</translation>
    </message>
    <message>
        <source>Edit discarded</source>
        <translation>Modification abandonnée</translation>
    </message>
    <message>
        <source>The other value is back</source>
        <translation>L’autre valeur est restaurée</translation>
    </message>
    <message>
        <source>Conflict settled</source>
        <translation>Conflit réglé</translation>
    </message>
    <message>
        <source>The log is saved. It holds nothing you or others entered.</source>
        <translation>Le journal est enregistré. Il ne contient rien de ce que vous ou d’autres avez saisi.</translation>
    </message>
    <message>
        <source>The log could not be written there. Choose another folder.</source>
        <translation>Le journal n’a pas pu être écrit à cet endroit. Choisissez un autre dossier.</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) waiting to be sent again</source>
        <translation>
            <numerusform>%n modification en attente d’un nouvel envoi</numerusform>
            <numerusform>%n modifications en attente d’un nouvel envoi</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) discarded</source>
        <translation>
            <numerusform>%n modification abandonnée</numerusform>
            <numerusform>%n modifications abandonnées</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) could not be sent again and stay here. Open one to see why.</source>
        <translation>
            <numerusform>%n modification n’a pas pu être renvoyée et reste ici. Ouvrez-la pour voir pourquoi.</numerusform>
            <numerusform>%n modifications n’ont pas pu être renvoyées et restent ici. Ouvrez-en une pour voir pourquoi.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mdmc::ui::TaskDelegate</name>
    <message>
        <source>Title of the task</source>
        <translation>Titre de la tâche</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::TasksPage</name>
    <message>
        <source>Mine</source>
        <translation>Les miennes</translation>
    </message>
    <message>
        <source>Everybody</source>
        <translation>Toutes</translation>
    </message>
    <message>
        <source>Whose tasks</source>
        <translation>Tâches affichées</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Tâches</translation>
    </message>
    <message>
        <source>New task</source>
        <translation>Nouvelle tâche</translation>
    </message>
    <message>
        <source>%1 open</source>
        <translation>%1 à faire</translation>
    </message>
    <message>
        <source>%1 · %2 overdue</source>
        <translation>%1 · %2 en retard</translation>
    </message>
    <message>
        <source>%1 · the first %2 are shown</source>
        <translation>%1 · les %2 premières sont affichées</translation>
    </message>
    <message>
        <source>Nothing to do</source>
        <translation>Rien à faire</translation>
    </message>
    <message>
        <source>No task is yours. New ones come from leads and campaigns, or from here.</source>
        <translation>Aucune tâche ne vous est confiée. Les nouvelles viennent des leads et des campagnes, ou d’ici.</translation>
    </message>
    <message>
        <source>Nobody has a task. New ones come from leads and campaigns, or from here.</source>
        <translation>Personne n’a de tâche. Les nouvelles viennent des leads et des campagnes, ou d’ici.</translation>
    </message>
    <message>
        <source>Show everybody&apos;s</source>
        <translation>Afficher toutes les tâches</translation>
    </message>
    <message>
        <source>add create to-do</source>
        <translation>ajouter créer à faire</translation>
    </message>
    <message>
        <source>Finish or reopen the task</source>
        <translation>Terminer ou rouvrir la tâche</translation>
    </message>
    <message>
        <source>done complete</source>
        <translation>faite terminée</translation>
    </message>
    <message>
        <source>Open what the task is about</source>
        <translation>Ouvrir la fiche concernée par la tâche</translation>
    </message>
    <message>
        <source>Edit the task&apos;s title</source>
        <translation>Modifier le titre de la tâche</translation>
    </message>
    <message>
        <source>Delete the task</source>
        <translation>Supprimer la tâche</translation>
    </message>
    <message>
        <source>Switch between my tasks and everybody&apos;s</source>
        <translation>Basculer entre mes tâches et toutes les tâches</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::TasksPresenter</name>
    <message>
        <source>Overdue</source>
        <translation>En retard</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Aujourd’hui</translation>
    </message>
    <message>
        <source>Next 7 days</source>
        <translation>7 prochains jours</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Plus tard</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Terminées</translation>
    </message>
    <message>
        <source>done</source>
        <translation>faite</translation>
    </message>
    <message>
        <source>Reopen task</source>
        <translation>Réouverture de la tâche</translation>
    </message>
    <message>
        <source>Finish task</source>
        <translation>Clôture de la tâche</translation>
    </message>
    <message>
        <source>Task reopened</source>
        <translation>Tâche rouverte</translation>
    </message>
    <message>
        <source>Task done</source>
        <translation>Tâche terminée</translation>
    </message>
    <message>
        <source>Add task</source>
        <translation>Ajout d’une tâche</translation>
    </message>
    <message>
        <source>Task added</source>
        <translation>Tâche ajoutée</translation>
    </message>
    <message>
        <source>Change title</source>
        <translation>Modification du titre</translation>
    </message>
    <message>
        <source>Title changed</source>
        <translation>Titre modifié</translation>
    </message>
    <message>
        <source>Delete task</source>
        <translation>Suppression de la tâche</translation>
    </message>
    <message>
        <source>Task deleted</source>
        <translation>Tâche supprimée</translation>
    </message>
    <message>
        <source>Change due day</source>
        <translation>Modification de l’échéance</translation>
    </message>
    <message>
        <source>Due day changed</source>
        <translation>Échéance modifiée</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::Timeline</name>
    <message>
        <source>%1 · saved here</source>
        <translation>%1 · enregistré ici</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Historique</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1&#x202f;: %2</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::UndoBar</name>
    <message>
        <source>Undo</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::UnlockForm</name>
    <message>
        <source>Passphrase</source>
        <translation>Phrase secrète</translation>
    </message>
    <message>
        <source>Passphrase again</source>
        <translation>Confirmer la phrase secrète</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>Continuer</translation>
    </message>
    <message>
        <source>Choose a passphrase</source>
        <translation>Choisissez une phrase secrète</translation>
    </message>
    <message>
        <source>This computer has no keychain that could keep the key of your data, so a passphrase protects it. Without the passphrase nobody can read what is stored here, not even you: there is no way to reset it.</source>
        <translation>Cet ordinateur n’a pas de trousseau pour garder la clé de vos données&#x202f;: une phrase secrète les protège donc. Sans elle, personne ne peut lire ce qui est enregistré ici, pas même vous&#x202f;; il n’existe aucun moyen de la réinitialiser.</translation>
    </message>
    <message>
        <source>Unlock your workspace</source>
        <translation>Déverrouiller votre espace de travail</translation>
    </message>
    <message>
        <source>Unlock %1</source>
        <translation>Déverrouiller %1</translation>
    </message>
    <message>
        <source>Your data on this computer is encrypted. Enter the passphrase you chose for it.</source>
        <translation>Vos données sur cet ordinateur sont chiffrées. Saisissez la phrase secrète que vous avez choisie.</translation>
    </message>
    <message>
        <source>This passphrase is too easy to guess. Choose another.</source>
        <translation>Cette phrase secrète est trop facile à deviner. Choisissez-en une autre.</translation>
    </message>
    <message>
        <source>Enter the passphrase.</source>
        <translation>Saisissez la phrase secrète.</translation>
    </message>
    <message>
        <source>The two passphrases differ. Type the same one twice.</source>
        <translation>Les deux phrases secrètes diffèrent. Saisissez deux fois la même.</translation>
    </message>
    <message>
        <source>Unlocking…</source>
        <translation>Déverrouillage…</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::UsersSection</name>
    <message>
        <source>People</source>
        <translation>Utilisateurs</translation>
    </message>
    <message>
        <source>F2 edits a cell. Who is no longer active cannot sign in; their records stay. You cannot take away your own role.</source>
        <translation>F2 modifie une cellule. Un utilisateur désactivé ne peut plus se connecter&#x202f;; ses fiches restent. Vous ne pouvez pas vous retirer votre propre rôle.</translation>
    </message>
    <message>
        <source>Add an account</source>
        <translation>Ajouter un compte</translation>
    </message>
    <message>
        <source>Accounts are made on the server, so that no password passes through another computer. There, run:</source>
        <translation>Les comptes se créent sur le serveur, pour qu’aucun mot de passe ne transite par un autre ordinateur. Exécutez-y&#x202f;:</translation>
    </message>
    <message>
        <source>Command that adds an account</source>
        <translation>Commande qui ajoute un compte</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Copié</translation>
    </message>
    <message>
        <source>Administrators change roles and access.</source>
        <translation>Seuls les administrateurs modifient les rôles et les accès.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::WelcomeChoices</name>
    <message>
        <source>Sign in to your agency&apos;s server</source>
        <translation>Se connecter au serveur de votre agence</translation>
    </message>
    <message>
        <source>Your agency uses MDMC already and gave you an account.</source>
        <translation>Votre agence utilise déjà MDMC et vous a donné un compte.</translation>
    </message>
    <message>
        <source>Start a workspace on this computer</source>
        <translation>Créer un espace de travail sur cet ordinateur</translation>
    </message>
    <message>
        <source>For yourself or a small office. It can move to a server later.</source>
        <translation>Pour vous ou une petite équipe. Un serveur peut venir plus tard.</translation>
    </message>
    <message>
        <source>Look around with demo data</source>
        <translation>Découvrir avec des données de démonstration</translation>
    </message>
    <message>
        <source>An invented agency with leads and campaigns. Nothing to fill in.</source>
        <translation>Une agence fictive avec leads et campagnes. Rien à remplir.</translation>
    </message>
    <message>
        <source>Welcome to MDMC CRM</source>
        <translation>Bienvenue dans MDMC CRM</translation>
    </message>
    <message>
        <source>Leads, campaigns and results of your agency, with or without a network.</source>
        <translation>Leads, campagnes et résultats de votre agence, avec ou sans réseau.</translation>
    </message>
    <message>
        <source>Your data is encrypted on this computer.</source>
        <translation>Vos données sont chiffrées sur cet ordinateur.</translation>
    </message>
</context>
<context>
    <name>mdmc::ui::WelcomeForm</name>
    <message>
        <source>Back</source>
        <translation>Retour</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
</context>
<context>
    <name>score</name>
    <message>
        <source>Budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>Release date</source>
        <translation>Date de sortie</translation>
    </message>
    <message>
        <source>Contact data</source>
        <translation>Coordonnées</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Source</translation>
    </message>
    <message>
        <source>Platforms and goals</source>
        <translation>Plateformes et objectifs</translation>
    </message>
    <message>
        <source>Traction</source>
        <translation>Audience</translation>
    </message>
    <message>
        <source>Engagement</source>
        <translation>Implication</translation>
    </message>
    <message>
        <source>Returning client</source>
        <translation>Client fidèle</translation>
    </message>
    <message>
        <source>No activity for 30 days</source>
        <translation>Aucune activité depuis 30 jours</translation>
    </message>
</context>
<context>
    <name>sync</name>
    <message>
        <source>Bring back the other value</source>
        <translation>Restauration de l’autre valeur</translation>
    </message>
    <message>
        <source>Settle the conflict</source>
        <translation>Règlement du conflit</translation>
    </message>
</context>
<context>
    <name>word</name>
    <message>
        <source>Granted</source>
        <translation>Accordé</translation>
    </message>
    <message>
        <source>Denied</source>
        <translation>Refusé</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Brouillon</translation>
    </message>
    <message>
        <source>Active</source>
        <translation>Active</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>En pause</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Terminée</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Annulée</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Note</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>Appel</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-mail</translation>
    </message>
    <message>
        <source>Meeting</source>
        <translation>Réunion</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrateur</translation>
    </message>
    <message>
        <source>Manager</source>
        <translation>Manager</translation>
    </message>
    <message>
        <source>Account manager</source>
        <translation>Chargé de clientèle</translation>
    </message>
    <message>
        <source>Finance</source>
        <translation>Finance</translation>
    </message>
    <message>
        <source>Read only</source>
        <translation>Lecture seule</translation>
    </message>
    <message>
        <source>Own records</source>
        <translation>Ses fiches</translation>
    </message>
    <message>
        <source>The team&apos;s records</source>
        <translation>Son équipe</translation>
    </message>
    <message>
        <source>All records</source>
        <translation>Toutes les fiches</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>Oui</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Non</translation>
    </message>
</context>
</TS>

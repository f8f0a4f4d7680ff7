<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Engines</name>
    <message>
        <source>Runs in:</source>
        <translation>Läuft in:</translation>
    </message>
    <message>
        <source>Install...</source>
        <translation>Installieren...</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Entfernen...</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Show what the installer prints</source>
        <translation>Ausgaben des Installationsprogramms anzeigen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation>Das ganze Protokoll kopieren, um es in eine Nachricht einzufügen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation>Noch keine Ausgaben</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Download...</source>
        <translation>Herunterladen...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importieren</translation>
    </message>
    <message>
        <source>Shared folder:</source>
        <translation>Gemeinsamer Ordner:</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Put new weights into the shared folder, for all its users</source>
        <translation>Neue Gewichte im gemeinsamen Ordner ablegen, für alle, die ihn nutzen</translation>
    </message>
    <message>
        <source>New weights go there</source>
        <translation>Neue dort ablegen</translation>
    </message>
    <message>
        <source>Folder of everything that is installed</source>
        <translation>Ordner mit allem, was installiert ist</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Ordner im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Auswählen...</translation>
    </message>
    <message>
        <source>Delete all...</source>
        <translation>Alles löschen...</translation>
    </message>
</context>
<context>
    <name>InvertSeg</name>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>Volume:</source>
        <translation>Volumen:</translation>
    </message>
    <message>
        <source>The T1-weighted MRI to segment. It is never changed.</source>
        <translation>Die T1-gewichtete MRT-Aufnahme, die segmentiert werden soll. Sie wird nie verändert.</translation>
    </message>
    <message>
        <source>vtkMRMLScalarVolumeNode</source>
        <translation>vtkMRMLScalarVolumeNode</translation>
    </message>
    <message>
        <source>Choose a volume</source>
        <translation>Volumen auswählen</translation>
    </message>
    <message>
        <source>Time point:</source>
        <translation>Zeitpunkt:</translation>
    </message>
    <message>
        <source>Which volume of the sequence is shown, inverted and segmented</source>
        <translation>Welches Volumen der Sequenz angezeigt, invertiert und segmentiert wird</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversion</translation>
    </message>
    <message>
        <source>Preset:</source>
        <translation>Voreinstellung:</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Preview:</source>
        <translation>Vorschau:</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertiert</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>Opacity:</source>
        <translation>Deckkraft:</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Clip range:</source>
        <translation>Clip-Bereich:</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>Background:</source>
        <translation>Hintergrund:</translation>
    </message>
    <message>
        <source>Threshold:</source>
        <translation>Schwellenwert:</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Erweitert</translation>
    </message>
    <message>
        <source>Mapping:</source>
        <translation>Abbildung:</translation>
    </message>
    <message>
        <source>Bright becomes dark</source>
        <translation>Hell wird dunkel</translation>
    </message>
    <message>
        <source>Window (HU):</source>
        <translation>Fenster (HU):</translation>
    </message>
    <message>
        <source>Tone curve:</source>
        <translation>Gradation:</translation>
    </message>
    <message>
        <source>Create inverted volume</source>
        <translation>Invertiertes Volumen erstellen</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentierung</translation>
    </message>
    <message>
        <source>Tune to this scan</source>
        <translation>An diese Aufnahme anpassen</translation>
    </message>
    <message>
        <source>Review and refine</source>
        <translation>Prüfen und verbessern</translation>
    </message>
    <message>
        <source>Engines and weights</source>
        <translation>Engines und Gewichte</translation>
    </message>
    <message>
        <source>For research, not for clinical use.</source>
        <translation>Für die Forschung, nicht für den klinischen Einsatz.</translation>
    </message>
    <message>
        <source>InvertSeg</source>
        <translation>InvertSeg</translation>
    </message>
    <message>
        <source>&lt;p&gt;Segments T1-weighted MRI with networks that were trained on CT. The MRI is inverted (bright becomes dark) and its background made black, so that it looks enough like CT for TotalSegmentator, nnU-Net models and MONAI bundles. The result is an ordinary segmentation that you correct in the Segment Editor.&lt;/p&gt;&lt;p&gt;CT is segmented as it is, with the preset &lt;i&gt;none&lt;/i&gt;. T2-weighted MRI is not helped by inversion.&lt;/p&gt;&lt;p&gt;Networks run in a process of their own on this computer. Nothing is sent anywhere.&lt;/p&gt;&lt;p&gt;&lt;b&gt;For research, not for clinical use.&lt;/b&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Segmentiert T1-gewichtete MRT-Aufnahmen mit Netzen, die auf CT trainiert wurden. Die MRT-Aufnahme wird invertiert (Hell wird dunkel) und ihr Hintergrund geschwärzt, sodass sie einem CT für TotalSegmentator, nnU-Net-Modelle und MONAI-Bundles ähnlich genug ist. Das Ergebnis ist eine gewöhnliche Segmentierung, die Sie im Segment Editor korrigieren.&lt;/p&gt;&lt;p&gt;CT wird unverändert segmentiert, mit der Voreinstellung &lt;i&gt;Unverändert&lt;/i&gt;. Bei T2-gewichteter MRT hilft die Inversion nicht.&lt;/p&gt;&lt;p&gt;Netze laufen in einem eigenen Prozess auf diesem Rechner. Es wird nichts verschickt.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Für die Forschung, nicht für den klinischen Einsatz.&lt;/b&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The method is by {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Cite it, and the network that you ran.</source>
        <translation>Die Methode stammt von {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Zitieren Sie diese Arbeit und das verwendete Netz.</translation>
    </message>
</context>
<context>
    <name>Remote</name>
    <message>
        <source>Where networks run</source>
        <translation>Wo die Netze laufen</translation>
    </message>
    <message>
        <source>Run on:</source>
        <translation>Rechner:</translation>
    </message>
    <message>
        <source>Name another machine, for example one with a graphics card</source>
        <translation>Einen anderen Rechner angeben, zum Beispiel einen mit Grafikkarte</translation>
    </message>
    <message>
        <source>Add...</source>
        <translation>Hinzufügen...</translation>
    </message>
    <message>
        <source>A name, user@name, or a Host of your ssh configuration. Logging in there with ssh must work without a password: by a key or an agent.</source>
        <translation>Ein Name, Benutzer@Name oder ein Host aus Ihrer ssh-Konfiguration. Die Anmeldung dort mit ssh muss ohne Passwort möglich sein: mit einem Schlüssel oder einem Agenten.</translation>
    </message>
    <message>
        <source>As ssh takes it: user@machine</source>
        <translation>Wie bei ssh: Benutzer@Rechner</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation>Vorbereiten...</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Entfernen...</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Segmentation:</source>
        <translation>Segmentierung:</translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation>vtkMRMLSegmentationNode</translation>
    </message>
    <message>
        <source>The segments are listed here after a run.</source>
        <translation>Nach einem Lauf werden hier die Segmente aufgelistet.</translation>
    </message>
    <message>
        <source>List the segments of the lowest quality first, to begin with them</source>
        <translation>Segmente mit der niedrigsten Qualität zuerst auflisten, um mit ihnen zu beginnen</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>Schlechteste zuerst</translation>
    </message>
    <message>
        <source>Over the slice views, from dark red where a few settings differ to pale yellow where most do; nothing where they agree. Look there first. Leaving the module puts the views back.</source>
        <translation>Über den Schnittansichten: von Dunkelrot, wo wenige Einstellungen abweichen, bis Blassgelb, wo die meisten abweichen; nichts, wo sie übereinstimmen. Sehen Sie dort zuerst nach. Beim Verlassen des Moduls werden die Ansichten wiederhergestellt.</translation>
    </message>
    <message>
        <source>Show where the settings disagree</source>
        <translation>Abweichungen der Einstellungen zeigen</translation>
    </message>
    <message>
        <source>How much it covers the scan</source>
        <translation>Wie stark die Aufnahme überdeckt wird</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Open the Segment Editor on this segmentation, with the MRI as its source</source>
        <translation>Diese Segmentierung im Segment Editor öffnen, mit der MRT-Aufnahme als Quelle</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Show the surfaces of the visible segments in the 3D view</source>
        <translation>Oberflächen der sichtbaren Segmente in der 3D-Ansicht anzeigen</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>Bring back the segments as they were before the last run</source>
        <translation>Die Segmente so wiederherstellen, wie sie vor dem letzten Lauf waren</translation>
    </message>
    <message>
        <source>Undo run</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation>Als .seg.nrrd, Labelmap oder DICOM SEG speichern</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>Speichern...</translation>
    </message>
</context>
<context>
    <name>Segmentation</name>
    <message>
        <source>Engine:</source>
        <translation>Engine:</translation>
    </message>
    <message>
        <source>Task:</source>
        <translation>Aufgabe:</translation>
    </message>
    <message>
        <source>What the network finds, as the installed package lists it</source>
        <translation>Was das Netz findet, wie im installierten Paket aufgeführt</translation>
    </message>
    <message>
        <source>The fast network works on 3 mm voxels, the full ones on 1.5 mm</source>
        <translation>Das schnelle Netz arbeitet mit Voxeln von 3 mm, die vollen mit 1,5 mm</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>Modell:</translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation>Ordner eines trainierten nnU-Net-v2-Modells oder eines MONAI-Bundles</translation>
    </message>
    <message>
        <source>InvertSegModel</source>
        <translation>InvertSegModel</translation>
    </message>
    <message>
        <source>Structures:</source>
        <translation>Strukturen:</translation>
    </message>
    <message>
        <source>Show the list to choose from</source>
        <translation>Auswahlliste anzeigen</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Search structures</source>
        <translation>Strukturen suchen</translation>
    </message>
    <message>
        <source>Choose all that are listed</source>
        <translation>Alle aufgelisteten auswählen</translation>
    </message>
    <message>
        <source>Choose none of those that are listed</source>
        <translation>Keine der aufgelisteten auswählen</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keine</translation>
    </message>
    <message>
        <source>Choose one group of structures</source>
        <translation>Eine Gruppe von Strukturen auswählen</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Ensemble:</source>
        <translation>Ensemble:</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>Gerät:</translation>
    </message>
    <message>
        <source>Where the network computes</source>
        <translation>Worauf das Netz rechnet</translation>
    </message>
    <message>
        <source>Output:</source>
        <translation>Ausgabe:</translation>
    </message>
    <message>
        <source>Where the segments go; a new segmentation where none is chosen</source>
        <translation>Wohin die Segmente kommen; in eine neue Segmentierung, wenn keine ausgewählt ist</translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation>vtkMRMLSegmentationNode</translation>
    </message>
    <message>
        <source>New segmentation</source>
        <translation>Neue Segmentierung</translation>
    </message>
    <message>
        <source>A small network that comes with InvertSeg, trained on a synthetic patient: to see how everything works, not for patients</source>
        <translation>Ein kleines, mit InvertSeg geliefertes Netz, trainiert auf einem synthetischen Patienten: zum Kennenlernen, nicht für Patienten</translation>
    </message>
    <message>
        <source>Use the demo model</source>
        <translation>Demo-Modell verwenden</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmentieren</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Show what the engine prints</source>
        <translation>Ausgaben der Engine anzeigen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation>Das ganze Protokoll kopieren, um es in eine Nachricht einzufügen</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>The network stays in memory, so that the next run starts at once. Release it to free the device for other work.</source>
        <translation>Das Netz bleibt im Speicher, damit der nächste Lauf sofort beginnt. Geben Sie es frei, wenn das Gerät für anderes gebraucht wird.</translation>
    </message>
    <message>
        <source>Release the network</source>
        <translation>Netz freigeben</translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation>Noch keine Ausgaben</translation>
    </message>
</context>
<context>
    <name>Tuning</name>
    <message>
        <source>Tries settings of the inversion on this scan with the network chosen above, scores each result without ground truth, and proposes the best. The eye decides.</source>
        <translation>Probiert an dieser Aufnahme Einstellungen der Inversion mit dem oben ausgewählten Netz aus, bewertet jedes Ergebnis ohne Referenzsegmentierung und schlägt das beste vor. Das Auge entscheidet.</translation>
    </message>
    <message>
        <source>Settings:</source>
        <translation>Einstellungen:</translation>
    </message>
    <message>
        <source>Try settings</source>
        <translation>Einstellungen ausprobieren</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Use this setting</source>
        <translation>Einstellung verwenden</translation>
    </message>
    <message>
        <source>Take its segments</source>
        <translation>Segmente übernehmen</translation>
    </message>
</context>
<context>
    <name>panel.device_choice</name>
    <message>
        <source>Automatic</source>
        <translation>Automatisch</translation>
    </message>
    <message>
        <source>The first graphics card that can be used, else the processor</source>
        <translation>Die erste nutzbare Grafikkarte, sonst der Prozessor</translation>
    </message>
    <message>
        <source>Automatic, on {machine}</source>
        <translation>Automatisch, auf {machine}</translation>
    </message>
    <message>
        <source>This volume will need about {needed}.</source>
        <translation>Dieses Volumen wird etwa {needed} benötigen.</translation>
    </message>
    <message>
        <source>Only {free} are free: close other programs.</source>
        <translation>Nur {free} sind frei: Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>{free} are free.</source>
        <translation>{free} sind frei.</translation>
    </message>
    <message>
        <source>{device}, {free} free</source>
        <translation>{device}, {free} frei</translation>
    </message>
</context>
<context>
    <name>panel.engines_folder</name>
    <message>
        <source>{folder} (not made yet)</source>
        <translation>{folder} (noch nicht angelegt)</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Warten Sie, bis der laufende Vorgang beendet ist</translation>
    </message>
    <message>
        <source>Nothing was installed yet</source>
        <translation>Es wurde noch nichts installiert</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Ordner im Dateimanager anzeigen</translation>
    </message>
    <message>
        <source>Install into another folder from now on</source>
        <translation>Ab jetzt in einen anderen Ordner installieren</translation>
    </message>
    <message>
        <source>The environment variable INVERTSEG_HOME says where it is</source>
        <translation>Die Umgebungsvariable INVERTSEG_HOME legt fest, wo er liegt</translation>
    </message>
    <message>
        <source>Delete all engines and weights that InvertSeg has put there</source>
        <translation>Alle Engines und Gewichte löschen, die InvertSeg dort abgelegt hat</translation>
    </message>
    <message>
        <source>Counting its size...</source>
        <translation>Größe wird ermittelt...</translation>
    </message>
    <message>
        <source>Folder for engines and weights</source>
        <translation>Ordner für Engines und Gewichte</translation>
    </message>
    <message>
        <source>Engines and weights are in {folder} from now on.</source>
        <translation>Engines und Gewichte liegen ab jetzt in {folder}.</translation>
    </message>
    <message>
        <source>What was installed before stays in {folder}.</source>
        <translation>Was vorher installiert wurde, bleibt in {folder}.</translation>
    </message>
    <message>
        <source>All engines and weights that InvertSeg has put into this folder will be deleted:

{folder}

Your scans, segmentations and model folders are elsewhere and stay.</source>
        <translation>Alle Engines und Gewichte, die InvertSeg in diesem Ordner abgelegt hat, werden gelöscht:

{folder}

Ihre Aufnahmen, Segmentierungen und Modellordner liegen woanders und bleiben erhalten.</translation>
    </message>
    <message>
        <source>Delete everything installed?</source>
        <translation>Alles Installierte löschen?</translation>
    </message>
    <message>
        <source>{size}; {free} are free on its disk.</source>
        <translation>{size}; auf dem Datenträger sind {free} frei.</translation>
    </message>
</context>
<context>
    <name>panel.engines_job</name>
    <message>
        <source>Stopping...</source>
        <translation>Wird gestoppt...</translation>
    </message>
</context>
<context>
    <name>panel.engines_section</name>
    <message>
        <source>A private environment</source>
        <translation>Eine eigene Umgebung</translation>
    </message>
    <message>
        <source>A folder that InvertSeg makes and owns; nothing of Slicer&apos;s own Python changes</source>
        <translation>Ein Ordner, den InvertSeg anlegt und verwaltet; an Slicers eigenem Python ändert sich nichts</translation>
    </message>
    <message>
        <source>Slicer&apos;s own Python</source>
        <translation>Slicers eigenes Python</translation>
    </message>
    <message>
        <source>For those who have the extensions PyTorch and NNUNet; packages are added to Slicer&apos;s</source>
        <translation>Für alle, die die Erweiterungen PyTorch und NNUNet haben; zu Slicers Paketen kommen weitere hinzu</translation>
    </message>
    <message>
        <source>Update an engine</source>
        <translation>Engine aktualisieren</translation>
    </message>
    <message>
        <source>Install an engine</source>
        <translation>Engine installieren</translation>
    </message>
    <message>
        <source>Remove an engine</source>
        <translation>Engine entfernen</translation>
    </message>
    <message>
        <source>Install into Slicer&apos;s own Python?</source>
        <translation>In Slicers eigenes Python installieren?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Put them back</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Warten Sie, bis der laufende Vorgang beendet ist</translation>
    </message>
    <message>
        <source>An environment variable names the Python of this engine</source>
        <translation>Eine Umgebungsvariable legt das Python dieser Engine fest</translation>
    </message>
    <message>
        <source>Where the packages of this engine are</source>
        <translation>Wo die Pakete dieser Engine liegen</translation>
    </message>
    <message>
        <source>Nothing that is in Slicer&apos;s own Python is changed</source>
        <translation>Was in Slicers eigenem Python vorhanden ist, wird nicht geändert</translation>
    </message>
    <message>
        <source>There is nothing that InvertSeg has put there</source>
        <translation>InvertSeg hat dort nichts abgelegt</translation>
    </message>
    <message>
        <source>Ask, then remove {engine}</source>
        <translation>{engine} nach Rückfrage entfernen</translation>
    </message>
</context>
<context>
    <name>panel.engines_slicer</name>
    <message>
        <source>Removing packages</source>
        <translation>Pakete werden entfernt</translation>
    </message>
    <message>
        <source>Putting back {names}</source>
        <translation>Wird wiederhergestellt: {names}</translation>
    </message>
    <message>
        <source>Slicer&apos;s Python could not be changed</source>
        <translation>Slicers Python konnte nicht geändert werden</translation>
    </message>
</context>
<context>
    <name>panel.engines_table</name>
    <message>
        <source>Engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>At work...</source>
        <translation>In Arbeit...</translation>
    </message>
</context>
<context>
    <name>panel.engines_texts</name>
    <message>
        <source>Not installed</source>
        <translation>Nicht installiert</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installiert</translation>
    </message>
    <message>
        <source>Update available</source>
        <translation>Update verfügbar</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Eigene</translation>
    </message>
    <message>
        <source>Its installation was interrupted. Resume goes on with what was downloaded.</source>
        <translation>Die Installation wurde unterbrochen. „Fortsetzen“ nutzt, was schon heruntergeladen wurde.</translation>
    </message>
    <message>
        <source>It began on {time}.</source>
        <translation>Sie begann am {time}.</translation>
    </message>
    <message>
        <source>Its environment is not complete. Install it again; what was downloaded is kept.</source>
        <translation>Die Umgebung ist nicht vollständig. Installieren Sie die Engine erneut; was heruntergeladen wurde, bleibt erhalten.</translation>
    </message>
    <message>
        <source>Python {version}</source>
        <translation>Python {version}</translation>
    </message>
    <message>
        <source>PyTorch {version} for {kind}</source>
        <translation>PyTorch {version} für {kind}</translation>
    </message>
    <message>
        <source>installed {time}</source>
        <translation>installiert am {time}</translation>
    </message>
    <message>
        <source>An environment variable names its Python: {python}</source>
        <translation>Eine Umgebungsvariable legt ihr Python fest: {python}</translation>
    </message>
    <message>
        <source>This version of InvertSeg asks for other packages.</source>
        <translation>Diese Version von InvertSeg verlangt andere Pakete.</translation>
    </message>
    <message>
        <source>Install...</source>
        <translation>Installieren...</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Install again...</source>
        <translation>Neu installieren...</translation>
    </message>
    <message>
        <source>Update...</source>
        <translation>Aktualisieren...</translation>
    </message>
    <message>
        <source>Ask, then bring {engine} to the newest versions that go together</source>
        <translation>{engine} nach Rückfrage auf die neuesten zueinander passenden Versionen bringen</translation>
    </message>
    <message>
        <source>Go on with what was downloaded</source>
        <translation>Mit dem bereits Heruntergeladenen fortfahren</translation>
    </message>
    <message>
        <source>Ask, then install {engine}</source>
        <translation>{engine} nach Rückfrage installieren</translation>
    </message>
    <message>
        <source>{engine} will be installed into a folder of its own:

{folder}

Its packages come from PyPI, the Python Package Index, and take several GB of disk and some minutes. Slicer&apos;s own packages stay as they are, and you can go on working.</source>
        <translation>{engine} wird in einen eigenen Ordner installiert:

{folder}

Die Pakete kommen von PyPI, dem Python Package Index, und brauchen mehrere GB Speicherplatz und einige Minuten. Slicers eigene Pakete bleiben, wie sie sind, und Sie können weiterarbeiten.</translation>
    </message>
    <message>
        <source>{engine} will be brought to the newest versions that go together. Where there are any, its environment is made anew beside the present one, which stays until the new one is complete:

{folder}</source>
        <translation>{engine} wird auf die neuesten zueinander passenden Versionen gebracht. Gibt es welche, wird die Umgebung neben der jetzigen neu angelegt; die jetzige bleibt, bis die neue vollständig ist:

{folder}</translation>
    </message>
    <message>
        <source>{engine} will be installed into Slicer&apos;s own Python, and Slicer has to wait until that is done, for some minutes. These packages are added, with what they need:

{packages}

None that is there now is changed; {protected} are compared before and after. torch comes by the extension PyTorch.</source>
        <translation>{engine} wird in Slicers eigenes Python installiert; Slicer muss so lange warten, einige Minuten. Diese Pakete kommen hinzu, mit allem, was sie benötigen:

{packages}

Kein vorhandenes Paket wird geändert; {protected} werden vorher und nachher verglichen. torch kommt über die Erweiterung PyTorch.</translation>
    </message>
    <message>
        <source>none; other engines need them</source>
        <translation>keine; andere Engines benötigen sie</translation>
    </message>
    <message>
        <source>These packages, which InvertSeg has added for {engine}, will be removed from Slicer&apos;s own Python:

{names}</source>
        <translation>Diese Pakete, die InvertSeg für {engine} hinzugefügt hat, werden aus Slicers eigenem Python entfernt:

{names}</translation>
    </message>
    <message>
        <source>The environment of {engine} will be deleted:

{folder}

Its weights stay.</source>
        <translation>Die Umgebung von {engine} wird gelöscht:

{folder}

Die Gewichte bleiben erhalten.</translation>
    </message>
    <message>
        <source>Installing {what}</source>
        <translation>{what} wird installiert</translation>
    </message>
    <message>
        <source>Updating {what}</source>
        <translation>{what} wird aktualisiert</translation>
    </message>
    <message>
        <source>Going on with {what}</source>
        <translation>Installation von {what} wird fortgesetzt</translation>
    </message>
    <message>
        <source>Removing {what}</source>
        <translation>{what} wird entfernt</translation>
    </message>
    <message>
        <source>Downloading the weights of {what}</source>
        <translation>Gewichte von {what} werden heruntergeladen</translation>
    </message>
    <message>
        <source>Importing weights of {what}</source>
        <translation>Gewichte von {what} werden importiert</translation>
    </message>
    <message>
        <source>Removing the weights of {what}</source>
        <translation>Gewichte von {what} werden entfernt</translation>
    </message>
    <message>
        <source>Deleting everything that InvertSeg has installed</source>
        <translation>Alles, was InvertSeg installiert hat, wird gelöscht</translation>
    </message>
    <message>
        <source>Putting Slicer&apos;s packages back</source>
        <translation>Slicers Pakete werden wiederhergestellt</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Wird gestartet</translation>
    </message>
    <message>
        <source>Looking which packages it needs</source>
        <translation>Benötigte Pakete werden ermittelt</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Putting files into their place</source>
        <translation>Dateien werden abgelegt</translation>
    </message>
    <message>
        <source>Checking that everything can be loaded</source>
        <translation>Prüfung, ob sich alles laden lässt</translation>
    </message>
    <message>
        <source>{step}: {done}</source>
        <translation>{step}: {done}</translation>
    </message>
    <message>
        <source>{step}: {done} of {total}</source>
        <translation>{step}: {done} von {total}</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Gestoppt.</translation>
    </message>
    <message>
        <source>What was downloaded is kept: the next time goes on from there.</source>
        <translation>Was heruntergeladen wurde, bleibt erhalten: Beim nächsten Mal geht es dort weiter.</translation>
    </message>
    <message>
        <source>{what} was removed.</source>
        <translation>{what} wurde entfernt.</translation>
    </message>
    <message>
        <source>The weights of {what} were imported.</source>
        <translation>Die Gewichte von {what} wurden importiert.</translation>
    </message>
    <message>
        <source>The weights of {what} are here.</source>
        <translation>Die Gewichte von {what} sind vorhanden.</translation>
    </message>
    <message>
        <source>The weights of {what} were removed.</source>
        <translation>Die Gewichte von {what} wurden entfernt.</translation>
    </message>
    <message>
        <source>Everything that InvertSeg had installed was deleted.</source>
        <translation>Alles, was InvertSeg installiert hatte, wurde gelöscht.</translation>
    </message>
    <message>
        <source>Slicer&apos;s packages are as they were.</source>
        <translation>Slicers Pakete sind wieder wie vorher.</translation>
    </message>
    <message>
        <source>{what} is ready.</source>
        <translation>{what} ist bereit.</translation>
    </message>
    <message>
        <source>GPUs of AMD</source>
        <translation>AMD-GPUs</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
</context>
<context>
    <name>panel.engines_weights</name>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Archive, as its publisher packs it...</source>
        <translation>Archiv, wie vom Herausgeber gepackt...</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Ordner...</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Auswählen...</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Download weights</source>
        <translation>Gewichte herunterladen</translation>
    </message>
    <message>
        <source>Asking the publisher how large they are...</source>
        <translation>Größe wird beim Herausgeber erfragt...</translation>
    </message>
    <message>
        <source>Remove weights</source>
        <translation>Gewichte entfernen</translation>
    </message>
    <message>
        <source>Weights, as their publisher packs them</source>
        <translation>Gewichte, wie vom Herausgeber gepackt</translation>
    </message>
    <message>
        <source>Archives (*.zip)</source>
        <translation>Archive (*.zip)</translation>
    </message>
    <message>
        <source>Folder with weights</source>
        <translation>Ordner mit Gewichten</translation>
    </message>
    <message>
        <source>Folder with weights that several users share</source>
        <translation>Ordner mit Gewichten, den mehrere Personen gemeinsam nutzen</translation>
    </message>
    <message>
        <source>A folder with weights that several users share; it may be read-only</source>
        <translation>Ein Ordner mit Gewichten, den mehrere Personen gemeinsam nutzen; er darf schreibgeschützt sein</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Warten Sie, bis der laufende Vorgang beendet ist</translation>
    </message>
    <message>
        <source>Import weights that you have as a file, without internet</source>
        <translation>Gewichte importieren, die Ihnen als Datei vorliegen, ohne Internet</translation>
    </message>
    <message>
        <source>Ask how large they are, then download them</source>
        <translation>Größe erfragen, dann herunterladen</translation>
    </message>
    <message>
        <source>Ask, then delete them</source>
        <translation>Nach Rückfrage löschen</translation>
    </message>
</context>
<context>
    <name>panel.ensemble_choice</name>
    <message>
        <source>The preset none leaves the voxels as they are: there are no settings to average over</source>
        <translation>Die Voreinstellung „Unverändert“ lässt die Voxel, wie sie sind: Es gibt keine Einstellungen, über die gemittelt werden könnte</translation>
    </message>
    <message>
        <source>The network runs {count} times, which takes about {count} times as long.</source>
        <translation>Das Netz läuft {count}-mal und braucht etwa {count}-mal so lange.</translation>
    </message>
    <message>
        <source>The network runs {count} times: {duration}, by its last run.</source>
        <translation>Das Netz läuft {count}-mal: {duration}, nach dem letzten Lauf geschätzt.</translation>
    </message>
    <message>
        <source>{ensemble}: {count} runs</source>
        <translation>{ensemble}: {count} Läufe</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>The network runs once, on the inversion as it is set</source>
        <translation>Das Netz läuft einmal, mit der Inversion, wie sie eingestellt ist</translation>
    </message>
    <message>
        <source>Tone curves</source>
        <translation>Gradationen</translation>
    </message>
    <message>
        <source>From a strongly brightened to a straight tone curve; probabilities are averaged</source>
        <translation>Von einer stark aufgehellten bis zu einer geraden Gradationskurve; Wahrscheinlichkeiten werden gemittelt</translation>
    </message>
    <message>
        <source>Tone curves, sensitive</source>
        <translation>Gradationen, sensitiv</translation>
    </message>
    <message>
        <source>The same, but background counts half: finds what only some settings show</source>
        <translation>Ebenso, aber der Hintergrund zählt nur halb: findet auch, was nur manche Einstellungen zeigen</translation>
    </message>
    <message>
        <source>Tone curves and windows</source>
        <translation>Gradationen und Fenster</translation>
    </message>
    <message>
        <source>Tone curves, three of them with a wider window as well</source>
        <translation>Gradationskurven, drei davon auch mit einem breiteren Fenster</translation>
    </message>
    <message>
        <source>Runs the network on several settings of the inversion and averages its answers: close to the best setting for this patient without knowing it. Where they disagree can be shown afterwards.</source>
        <translation>Lässt das Netz mit mehreren Einstellungen der Inversion laufen und mittelt die Ergebnisse: nahe an der besten Einstellung für diesen Patienten, ohne sie zu kennen. Wo sie voneinander abweichen, lässt sich danach anzeigen.</translation>
    </message>
</context>
<context>
    <name>panel.histogram_widget</name>
    <message>
        <source>Histogram of the intensities</source>
        <translation>Histogramm der Intensitäten</translation>
    </message>
    <message>
        <source>{name} {value:g}: drag it, or move it with the arrow keys</source>
        <translation>{name} {value:g}: mit der Maus ziehen oder mit den Pfeiltasten verschieben</translation>
    </message>
    <message>
        <source>Intensity {value:.4g}; {share:.1f} % of the voxels are darker</source>
        <translation>Intensität {value:.4g}; {share:.1f} % der Voxel sind dunkler</translation>
    </message>
    <message>
        <source>End of the background</source>
        <translation>Ende des Hintergrunds</translation>
    </message>
    <message>
        <source>Low end of the clip range</source>
        <translation>Unteres Ende des Clip-Bereichs</translation>
    </message>
    <message>
        <source>High end of the clip range</source>
        <translation>Oberes Ende des Clip-Bereichs</translation>
    </message>
</context>
<context>
    <name>panel.installing</name>
    <message>
        <source>The installer could not be started.</source>
        <translation>Das Installationsprogramm konnte nicht gestartet werden.</translation>
    </message>
    <message>
        <source>Install Slicer again if this stays so.</source>
        <translation>Installieren Sie Slicer neu, wenn das so bleibt.</translation>
    </message>
    <message>
        <source>The installer ended unexpectedly ({code}).</source>
        <translation>Das Installationsprogramm wurde unerwartet beendet ({code}).</translation>
    </message>
    <message>
        <source>Try again; the log says what it did last.</source>
        <translation>Versuchen Sie es erneut; im Protokoll steht, was es zuletzt getan hat.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_display</name>
    <message>
        <source>Choose a volume first.</source>
        <translation>Wählen Sie zuerst ein Volumen aus.</translation>
    </message>
    <message>
        <source>With this preset nothing is computed.</source>
        <translation>Mit dieser Voreinstellung wird nichts berechnet.</translation>
    </message>
    <message>
        <source>Nothing to reset: these are the settings for {engine}.</source>
        <translation>Nichts zurückzusetzen: Dies sind die Einstellungen für {engine}.</translation>
    </message>
    <message>
        <source>Back to the settings for {engine}</source>
        <translation>Zurück zu den Einstellungen für {engine}</translation>
    </message>
    <message>
        <source>The body&apos;s outline is shown roughly, by its threshold alone.</source>
        <translation>Der Körperumriss wird nur grob gezeigt, allein anhand des Schwellenwerts.</translation>
    </message>
    <message>
        <source>Switch the preview on first.</source>
        <translation>Schalten Sie zuerst die Vorschau ein.</translation>
    </message>
    <message>
        <source>Choose a volume to see its histogram</source>
        <translation>Für das Histogramm ein Volumen auswählen</translation>
    </message>
    <message>
        <source>No finite intensity</source>
        <translation>Keine endliche Intensität</translation>
    </message>
    <message>
        <source>Counting intensities</source>
        <translation>Intensitäten werden gezählt</translation>
    </message>
    <message>
        <source>With this preset nothing is clipped.</source>
        <translation>Mit dieser Voreinstellung wird nichts begrenzt.</translation>
    </message>
    <message>
        <source>With this preset nothing becomes background.</source>
        <translation>Mit dieser Voreinstellung wird nichts zu Hintergrund.</translation>
    </message>
    <message>
        <source>The body is found without a threshold of yours.</source>
        <translation>Der Körper wird ohne einstellbaren Schwellenwert gefunden.</translation>
    </message>
    <message>
        <source>Without background there is no threshold.</source>
        <translation>Ohne Hintergrund gibt es keinen Schwellenwert.</translation>
    </message>
    <message>
        <source>With this preset nothing is inverted.</source>
        <translation>Mit dieser Voreinstellung wird nichts invertiert.</translation>
    </message>
    <message>
        <source>Only for the mapping to Hounsfield units.</source>
        <translation>Nur für die Abbildung auf Hounsfield-Einheiten.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_section</name>
    <message>
        <source>Created {name}.</source>
        <translation>{name} wurde erstellt.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_texts</name>
    <message>
        <source>Published: {engines}</source>
        <translation>Veröffentlicht: {engines}</translation>
    </message>
    <message>
        <source>For CT networks that normalize intensities themselves: clip to 0..3000, take every voxel from the maximum, the darkest 1 % of the range becomes background. As published, voxel for voxel.</source>
        <translation>Für CT-Netze, die Intensitäten selbst normalisieren: auf 0..3000 begrenzen, jeden Voxelwert vom Maximum abziehen, das dunkelste 1 % des Wertebereichs wird Hintergrund. Wie veröffentlicht, Voxel für Voxel.</translation>
    </message>
    <message>
        <source>Calibrated: {engines}, demo</source>
        <translation>Kalibriert: {engines}, Demo</translation>
    </message>
    <message>
        <source>For CT networks that expect Hounsfield units: the body&apos;s intensities are mapped into a window of soft tissue, air becomes -1000 HU.</source>
        <translation>Für CT-Netze, die Hounsfield-Einheiten erwarten: Die Intensitäten des Körpers werden auf ein Weichteilfenster abgebildet, Luft wird zu -1000 HU.</translation>
    </message>
    <message>
        <source>None: {engines}, CT scans</source>
        <translation>Unverändert: {engines}, CT-Aufnahmen</translation>
    </message>
    <message>
        <source>Intensities stay as they are: for networks trained on MRI, and for CT scans.</source>
        <translation>Intensitäten bleiben, wie sie sind: für Netze, die auf MRT trainiert wurden, und für CT-Aufnahmen.</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Eigene Einstellungen</translation>
    </message>
    <message>
        <source>Values that belong to no preset</source>
        <translation>Werte, die zu keiner Voreinstellung gehören</translation>
    </message>
    <message>
        <source>Share of the range</source>
        <translation>Anteil des Wertebereichs</translation>
    </message>
    <message>
        <source>Voxels in the lowest per cent of the intensity range become background, as in the authors&apos; code. One very bright voxel widens the range.</source>
        <translation>Voxel in den untersten Prozent des Intensitätsbereichs werden Hintergrund, wie im Code der Autoren. Ein einziges sehr helles Voxel vergrößert den Bereich.</translation>
    </message>
    <message>
        <source>Share of the voxels</source>
        <translation>Anteil der Voxel</translation>
    </message>
    <message>
        <source>The darkest per cent of all voxels becomes background, as in the paper&apos;s equation 1. Bright voxels do not matter; choose about the share of air in the image.</source>
        <translation>Die dunkelsten Prozent aller Voxel werden Hintergrund, wie in Gleichung 1 der Veröffentlichung. Helle Voxel spielen keine Rolle; wählen Sie etwa den Anteil der Luft im Bild.</translation>
    </message>
    <message>
        <source>Outside the body</source>
        <translation>Außerhalb des Körpers</translation>
    </message>
    <message>
        <source>All that lies outside the body becomes background; dark voxels inside it stay. Neither noise nor hot voxels matter.</source>
        <translation>Alles außerhalb des Körpers wird Hintergrund; dunkle Voxel im Inneren bleiben. Weder Rauschen noch einzelne überhelle Voxel spielen eine Rolle.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ohne</translation>
    </message>
    <message>
        <source>No voxel becomes background: noise in the air becomes bright.</source>
        <translation>Kein Voxel wird Hintergrund: Rauschen in der Luft wird hell.</translation>
    </message>
    <message>
        <source>Maximum minus intensity</source>
        <translation>Maximum minus Intensität</translation>
    </message>
    <message>
        <source>maximum - x + minimum after the clip, in the volume&apos;s own data type</source>
        <translation>Maximum - x + Minimum nach dem Begrenzen, im Datentyp des Volumens</translation>
    </message>
    <message>
        <source>Hounsfield units</source>
        <translation>Hounsfield-Einheiten</translation>
    </message>
    <message>
        <source>The clip range is mapped onto the window, along the tone curve; background becomes -1000 HU</source>
        <translation>Der Clip-Bereich wird entlang der Gradationskurve auf das Fenster abgebildet; Hintergrund wird zu -1000 HU</translation>
    </message>
    <message>
        <source>Intensities stay as they are</source>
        <translation>Intensitäten bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>The slice views show the volume as it is</source>
        <translation>Die Schnittansichten zeigen das Volumen, wie es ist</translation>
    </message>
    <message>
        <source>The slice views show what the network would be given. Nothing is computed or changed; leaving the module puts the views back.</source>
        <translation>Die Schnittansichten zeigen, was das Netz bekommen würde. Es wird nichts berechnet oder geändert; beim Verlassen des Moduls werden die Ansichten wiederhergestellt.</translation>
    </message>
    <message>
        <source>The volume on the left, what the network would be given on the right</source>
        <translation>Links das Volumen, rechts das, was das Netz bekommen würde</translation>
    </message>
    <message>
        <source>How much the preview covers the volume</source>
        <translation>Wie stark die Vorschau das Volumen überdeckt</translation>
    </message>
    <message>
        <source>Darker and brighter intensities are clipped to these two. What is brighter than the upper one becomes as dark as it.</source>
        <translation>Dunklere und hellere Intensitäten werden auf diese beiden begrenzt. Was heller ist als die obere, wird ebenso dunkel wie sie.</translation>
    </message>
    <message>
        <source>The clip range that belongs to the mapping: 0 to 3000 as published; for Hounsfield units the 2nd to 98th percentile of the tissue</source>
        <translation>Der zur Abbildung gehörende Clip-Bereich: 0 bis 3000 wie veröffentlicht; für Hounsfield-Einheiten das 2. bis 98. Perzentil des Gewebes</translation>
    </message>
    <message>
        <source>Which voxels are air, and stay dark instead of becoming bright</source>
        <translation>Welche Voxel Luft sind und dunkel bleiben, statt hell zu werden</translation>
    </message>
    <message>
        <source>Raise it until the air in the preview is black, and no further</source>
        <translation>So weit erhöhen, bis die Luft in der Vorschau schwarz ist, und nicht weiter</translation>
    </message>
    <message>
        <source>What is done to the intensities</source>
        <translation>Was mit den Intensitäten geschieht</translation>
    </message>
    <message>
        <source>Off keeps the sign: the control experiment, for comparison</source>
        <translation>Ausgeschaltet bleibt das Vorzeichen erhalten: der Kontrollversuch, zum Vergleich</translation>
    </message>
    <message>
        <source>Hounsfield units that the darkest and the brightest tissue get</source>
        <translation>Hounsfield-Einheiten, die das dunkelste und das hellste Gewebe erhalten</translation>
    </message>
    <message>
        <source>Exponent of the tone curve: 1 is a straight line, less brightens the middle tones. With the preset&apos;s 0.6 abdominal organs of T1-weighted MRI come near their values in CT.</source>
        <translation>Exponent der Gradationskurve: 1 ist eine Gerade, kleinere Werte hellen die Mitteltöne auf. Mit den 0,6 der Voreinstellung kommen Bauchorgane in T1-gewichteter MRT ihren Werten im CT nahe.</translation>
    </message>
    <message>
        <source>Compute the inverted volume as a new volume node; the input is not changed</source>
        <translation>Das invertierte Volumen als neuen Volumenknoten berechnen; die Eingabe wird nicht verändert</translation>
    </message>
</context>
<context>
    <name>panel.network_choice</name>
    <message>
        <source>Fast</source>
        <translation>Schnell</translation>
    </message>
    <message>
        <source>On 3 mm voxels: seconds to minutes</source>
        <translation>Mit Voxeln von 3 mm: Sekunden bis Minuten</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>On 1.5 mm voxels: finer, and many times slower</source>
        <translation>Mit Voxeln von 1,5 mm: feiner und um ein Vielfaches langsamer</translation>
    </message>
    <message>
        <source>{engine} (not installed)</source>
        <translation>{engine} (nicht installiert)</translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation>Ordner eines trainierten nnU-Net-v2-Modells oder eines MONAI-Bundles</translation>
    </message>
    <message>
        <source>{task} (no weights)</source>
        <translation>{task} (keine Gewichte)</translation>
    </message>
    <message>
        <source>{count} structures, trained on {modality}</source>
        <translation>{count} Strukturen, trainiert auf {modality}</translation>
    </message>
</context>
<context>
    <name>panel.node_runs</name>
    <message>
        <source>The scene was closed, so the run was stopped.</source>
        <translation>Die Szene wurde geschlossen, daher wurde der Lauf gestoppt.</translation>
    </message>
    <message>
        <source>The result could not be put into the scene: {error}</source>
        <translation>Das Ergebnis konnte nicht in die Szene übernommen werden: {error}</translation>
    </message>
    <message>
        <source>The volume was deleted during the run; the result is a new segmentation.</source>
        <translation>Das Volumen wurde während des Laufs gelöscht; das Ergebnis ist eine neue Segmentierung.</translation>
    </message>
    <message>
        <source>{reason} The result is a new segmentation.</source>
        <translation>{reason} Das Ergebnis ist eine neue Segmentierung.</translation>
    </message>
    <message>
        <source>The output was deleted during the run, so the result is a new segmentation.</source>
        <translation>Die Ausgabe wurde während des Laufs gelöscht, daher ist das Ergebnis eine neue Segmentierung.</translation>
    </message>
    <message>
        <source>{name} was edited during the run, so the result is a new segmentation.</source>
        <translation>{name} wurde während des Laufs bearbeitet, daher ist das Ergebnis eine neue Segmentierung.</translation>
    </message>
</context>
<context>
    <name>panel.quality_texts</name>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>fraglich</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>schlecht</translation>
    </message>
    <message>
        <source>{segment}: {reasons}.</source>
        <translation>{segment}: {reasons}.</translation>
    </message>
    <message>
        <source>{segment}: {grade} ({score}), {reasons}.</source>
        <translation>{segment}: {grade} ({score}), {reasons}.</translation>
    </message>
    <message>
        <source>nothing speaks against it</source>
        <translation>nichts spricht dagegen</translation>
    </message>
    <message>
        <source>nothing was found</source>
        <translation>nichts gefunden</translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is small: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation>mit {volume_ml:.0f} ml klein: gesunde Erwachsene haben {mean_ml:.0f} ± {sd_ml:.0f} ml</translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is large: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation>mit {volume_ml:.0f} ml groß: gesunde Erwachsene haben {mean_ml:.0f} ± {sd_ml:.0f} ml</translation>
    </message>
    <message>
        <source>it is cut off by the end of the scan, so its volume says little</source>
        <translation>am Rand der Aufnahme abgeschnitten, daher sagt das Volumen wenig</translation>
    </message>
    <message>
        <source>it is in {parts} parts, the largest holds {share:.0%}</source>
        <translation>in {parts} Teilen, der größte umfasst {share:.0%}</translation>
    </message>
    <message>
        <source>{share:.0%} of it lies on the other side of the body</source>
        <translation>{share:.0%} davon liegen auf der anderen Körperseite</translation>
    </message>
    <message>
        <source>{share:.0%} of it lies outside the body</source>
        <translation>{share:.0%} davon liegen außerhalb des Körpers</translation>
    </message>
    <message>
        <source>the network is unsure (confidence {confidence:.2f})</source>
        <translation>das Netz ist unsicher (Konfidenz {confidence:.2f})</translation>
    </message>
    <message>
        <source>the settings disagree by {disagreement:.2f}</source>
        <translation>die Einstellungen weichen um {disagreement:.2f} voneinander ab</translation>
    </message>
    <message>
        <source>a second result differs (Dice {dice:.2f})</source>
        <translation>ein zweites Ergebnis weicht ab (Dice {dice:.2f})</translation>
    </message>
</context>
<context>
    <name>panel.quality_view</name>
    <message>
        <source>Quality is being judged...</source>
        <translation>Qualität wird beurteilt...</translation>
    </message>
    <message>
        <source>Quality is told without ground truth: select a segment for its reasons.</source>
        <translation>Die Qualität wird ohne Referenzsegmentierung beurteilt: Wählen Sie ein Segment aus, um die Gründe zu sehen.</translation>
    </message>
</context>
<context>
    <name>panel.readiness_notice</name>
    <message>
        <source>Install...</source>
        <translation>Installieren...</translation>
    </message>
    <message>
        <source>Choose a folder...</source>
        <translation>Ordner auswählen...</translation>
    </message>
    <message>
        <source>Look and agree...</source>
        <translation>Ansehen und zustimmen...</translation>
    </message>
    <message>
        <source>Look at that machine...</source>
        <translation>Rechner ansehen...</translation>
    </message>
    <message>
        <source>Get weights...</source>
        <translation>Gewichte holen...</translation>
    </message>
    <message>
        <source>The model {model} runs this code on your machine:

{code}

Do you trust it?</source>
        <translation>Das Modell {model} führt diesen Code auf Ihrem Rechner aus:

{code}

Vertrauen Sie ihm?</translation>
    </message>
    <message>
        <source>Code in a model</source>
        <translation>Code in einem Modell</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>Ordner des Modells</translation>
    </message>
</context>
<context>
    <name>panel.remote_section</name>
    <message>
        <source>This machine</source>
        <translation>Dieser Rechner</translation>
    </message>
    <message>
        <source>Nothing leaves this machine</source>
        <translation>Nichts verlässt diesen Rechner</translation>
    </message>
    <message>
        <source>Volumes go there by ssh, and results come back</source>
        <translation>Volumina werden per ssh dorthin übertragen, Ergebnisse kommen zurück</translation>
    </message>
    <message>
        <source>Prepare a machine</source>
        <translation>Rechner vorbereiten</translation>
    </message>
    <message>
        <source>Remove from a machine</source>
        <translation>Von einem Rechner entfernen</translation>
    </message>
    <message>
        <source>It was stopped; what is half-made there is cleared by the next time.</source>
        <translation>Gestoppt; was dort unfertig ist, wird beim nächsten Mal bereinigt.</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Warten Sie, bis der laufende Vorgang beendet ist</translation>
    </message>
    <message>
        <source>Testing...</source>
        <translation>Wird getestet...</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Verbindung testen</translation>
    </message>
    <message>
        <source>Log in there, and look what is there</source>
        <translation>Dort anmelden und nachsehen, was vorhanden ist</translation>
    </message>
    <message>
        <source>The machine is being asked</source>
        <translation>Der Rechner wird abgefragt</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation>Vorbereiten...</translation>
    </message>
    <message>
        <source>Put InvertSeg and the chosen engine there, after asking</source>
        <translation>InvertSeg und die ausgewählte Engine nach Rückfrage dort ablegen</translation>
    </message>
    <message>
        <source>Test the connection first</source>
        <translation>Testen Sie zuerst die Verbindung</translation>
    </message>
    <message>
        <source>Remove from that machine what was put there, after asking</source>
        <translation>Was auf dem anderen Rechner abgelegt wurde, nach Rückfrage entfernen</translation>
    </message>
    <message>
        <source>Take this machine out of the list</source>
        <translation>Den ausgewählten Rechner aus der Liste nehmen</translation>
    </message>
    <message>
        <source>Asking {host}...</source>
        <translation>{host} wird abgefragt...</translation>
    </message>
    <message>
        <source>The connection has not been tested yet.</source>
        <translation>Die Verbindung wurde noch nicht getestet.</translation>
    </message>
</context>
<context>
    <name>panel.remote_texts</name>
    <message>
        <source>{engine} and InvertSeg itself will be put onto {host}, over ssh, into a folder of their own in your home there:

~/.local/share/invertseg

Nothing else of that machine changes; it needs Python, several GB of disk, and a way to the package index. What is there already stays.</source>
        <translation>{engine} und InvertSeg selbst werden per ssh auf {host} abgelegt, in einem eigenen Ordner in Ihrem dortigen Home-Verzeichnis:

~/.local/share/invertseg

Sonst ändert sich dort nichts; der Rechner braucht Python, mehrere GB Speicherplatz und Zugang zum Paketindex. Was dort schon vorhanden ist, bleibt.</translation>
    </message>
    <message>
        <source>InvertSeg, its engines and the models that were sent to {host} will be removed there. Weights stay.</source>
        <translation>InvertSeg, seine Engines und die Modelle, die an {host} gesendet wurden, werden dort entfernt. Gewichte bleiben erhalten.</translation>
    </message>
</context>
<context>
    <name>panel.review_section</name>
    <message>
        <source>There are no segments yet</source>
        <translation>Es gibt noch keine Segmente</translation>
    </message>
    <message>
        <source>Open the Segment Editor, with the MRI as its source</source>
        <translation>Segment Editor öffnen, mit der MRT-Aufnahme als Quelle</translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation>Als .seg.nrrd, Labelmap oder DICOM SEG speichern</translation>
    </message>
    <message>
        <source>Saved {files}.</source>
        <translation>{files} gespeichert.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> und </translation>
    </message>
    <message>
        <source>This structure was not found in the volume.</source>
        <translation>Diese Struktur wurde im Volumen nicht gefunden.</translation>
    </message>
    <message>
        <source>{count} segments, {volume} ml.</source>
        <translation>{count} Segmente, {volume} ml.</translation>
    </message>
    <message>
        <source>{count} not found.</source>
        <translation>{count} nicht gefunden.</translation>
    </message>
    <message>
        <source>Segmentation (*.seg.nrrd)</source>
        <translation>Segmentierung (*.seg.nrrd)</translation>
    </message>
    <message>
        <source>Label map (*.nii.gz *.nrrd)</source>
        <translation>Labelmap (*.nii.gz *.nrrd)</translation>
    </message>
    <message>
        <source>DICOM SEG (*.dcm)</source>
        <translation>DICOM SEG (*.dcm)</translation>
    </message>
    <message>
        <source>Save the segmentation</source>
        <translation>Segmentierung speichern</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} ist bereits vorhanden. Soll die Datei ersetzt werden?</translation>
    </message>
    <message>
        <source>Replace a file?</source>
        <translation>Datei ersetzen?</translation>
    </message>
</context>
<context>
    <name>panel.run_controls</name>
    <message>
        <source>Nothing was found. Is it a T1-weighted MRI? Look at the inversion, or try another preset.</source>
        <translation>Nichts gefunden. Ist es eine T1-gewichtete MRT-Aufnahme? Prüfen Sie die Inversion oder versuchen Sie eine andere Voreinstellung.</translation>
    </message>
    <message>
        <source>{count} structures in {duration}.</source>
        <translation>{count} Strukturen in {duration}.</translation>
    </message>
    <message>
        <source>{count} structures.</source>
        <translation>{count} Strukturen.</translation>
    </message>
    <message>
        <source>{count} were not found.</source>
        <translation>{count} wurden nicht gefunden.</translation>
    </message>
    <message>
        <source>{count} segments stayed as they were.</source>
        <translation>{count} Segmente blieben, wie sie waren.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation>Abgebrochen. Es wurde nichts geändert.</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>Wird abgebrochen...</translation>
    </message>
    <message>
        <source>The engine stops at its next step, or is ended if it does not</source>
        <translation>Die Engine hält beim nächsten Schritt an; tut sie das nicht, wird sie beendet</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop this run; nothing in the scene changes</source>
        <translation>Diesen Lauf stoppen; in der Szene ändert sich nichts</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmentieren</translation>
    </message>
    <message>
        <source>Invert the volume and segment it in the background</source>
        <translation>Das Volumen im Hintergrund invertieren und segmentieren</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Wird abgebrochen</translation>
    </message>
</context>
<context>
    <name>panel.sample_data</name>
    <message>
        <source>Making the synthetic patient, a few seconds...</source>
        <translation>Der synthetische Patient wird erzeugt, einige Sekunden...</translation>
    </message>
</context>
<context>
    <name>panel.segmentation_section</name>
    <message>
        <source>{name} holds segments that were edited by hand, and the new result will replace them.

Undo brings them back. To keep them, choose a new segmentation as output, or merge.</source>
        <translation>{name} enthält von Hand bearbeitete Segmente, und das neue Ergebnis wird sie ersetzen.

„Rückgängig“ stellt sie wieder her. Um sie zu behalten, wählen Sie eine neue Segmentierung als Ausgabe oder führen Sie zusammen.</translation>
    </message>
    <message>
        <source>Replace edited segments?</source>
        <translation>Bearbeitete Segmente ersetzen?</translation>
    </message>
    <message>
        <source>Replace the earlier result</source>
        <translation>Früheres Ergebnis ersetzen</translation>
    </message>
    <message>
        <source>Segments that you have added stay</source>
        <translation>Von Ihnen hinzugefügte Segmente bleiben erhalten</translation>
    </message>
    <message>
        <source>Add beside it</source>
        <translation>Daneben hinzufügen</translation>
    </message>
    <message>
        <source>Nothing changes; equal names get a number</source>
        <translation>Nichts wird geändert; gleiche Namen erhalten eine Nummer</translation>
    </message>
    <message>
        <source>Merge into it</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Segments that were edited by hand stay as they are</source>
        <translation>Von Hand bearbeitete Segmente bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Choose at least one structure.</source>
        <translation>Wählen Sie mindestens eine Struktur aus.</translation>
    </message>
    <message>
        <source>Settings are being tried; wait for the end, or stop it below.</source>
        <translation>Einstellungen werden ausprobiert; warten Sie das Ende ab oder stoppen Sie den Vorgang unten.</translation>
    </message>
</context>
<context>
    <name>panel.segments_table</name>
    <message>
        <source>Segment</source>
        <translation>Segment</translation>
    </message>
    <message>
        <source>ml</source>
        <translation>ml</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Hinweise</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Differ</source>
        <translation>Abw.</translation>
    </message>
    <message>
        <source>0 to 1, told without ground truth. It ranks; it is no probability and no Dice coefficient.</source>
        <translation>0 bis 1, ohne Referenzsegmentierung beurteilt. Der Wert dient nur der Rangfolge; er ist weder Wahrscheinlichkeit noch Dice-Koeffizient.</translation>
    </message>
    <message>
        <source>How far the settings&apos; own results are apart: 0 where they agree, up to 1</source>
        <translation>Wie weit die Ergebnisse der einzelnen Einstellungen auseinanderliegen: 0 bei Übereinstimmung, bis 1</translation>
    </message>
</context>
<context>
    <name>panel.slicer_pip</name>
    <message>
        <source>pip could not install {names}</source>
        <translation>pip konnte {names} nicht installieren</translation>
    </message>
    <message>
        <source>pip could not remove {names}</source>
        <translation>pip konnte {names} nicht entfernen</translation>
    </message>
    <message>
        <source>{package} is a build of Slicer&apos;s own, which pip has not.</source>
        <translation>{package} ist ein Slicer-eigener Build, den pip nicht hat.</translation>
    </message>
    <message>
        <source>{package} could not be put back</source>
        <translation>{package} konnte nicht wiederhergestellt werden</translation>
    </message>
    <message>
        <source>Look at the log, and try again.</source>
        <translation>Sehen Sie im Protokoll nach und versuchen Sie es erneut.</translation>
    </message>
</context>
<context>
    <name>panel.slicer_python</name>
    <message>
        <source>PyTorch, by the extension PyTorch</source>
        <translation>PyTorch, über die Erweiterung PyTorch</translation>
    </message>
    <message>
        <source>nnU-Net, by the extension NNUNet</source>
        <translation>nnU-Net, über die Erweiterung NNUNet</translation>
    </message>
    <message>
        <source>Packages of {engine}</source>
        <translation>Pakete von {engine}</translation>
    </message>
    <message>
        <source>Comparing Slicer&apos;s packages with those before</source>
        <translation>Slicers Pakete werden mit denen von vorher verglichen</translation>
    </message>
    <message>
        <source>taking out {names}</source>
        <translation>entfernt wird: {names}</translation>
    </message>
    <message>
        <source>The extension PyTorch could not install PyTorch</source>
        <translation>Die Erweiterung PyTorch konnte PyTorch nicht installieren</translation>
    </message>
    <message>
        <source>The extension PyTorch did not install PyTorch.</source>
        <translation>Die Erweiterung PyTorch hat PyTorch nicht installiert.</translation>
    </message>
    <message>
        <source>Try again in its module.</source>
        <translation>Versuchen Sie es erneut in ihrem Modul.</translation>
    </message>
    <message>
        <source>the extension NNUNet did not install it; it is installed without</source>
        <translation>die Erweiterung NNUNet hat es nicht installiert; es wird ohne sie installiert</translation>
    </message>
    <message>
        <source>{names} could not be installed into Slicer&apos;s Python.</source>
        <translation>Folgendes konnte nicht in Slicers Python installiert werden: {names}.</translation>
    </message>
    <message>
        <source>Look at the log; without network, or behind a proxy, pip reaches no packages.</source>
        <translation>Sehen Sie im Protokoll nach; ohne Netzwerk oder hinter einem Proxy erreicht pip keine Pakete.</translation>
    </message>
    <message>
        <source>Slicer&apos;s own packages were changed by the installation: {names}.</source>
        <translation>Slicers eigene Pakete wurden durch die Installation geändert: {names}.</translation>
    </message>
    <message>
        <source>Put them back before Slicer is restarted.</source>
        <translation>Stellen Sie sie wieder her, bevor Slicer neu gestartet wird.</translation>
    </message>
    <message>
        <source>Slicer&apos;s Python has no PyTorch, and the extension PyTorch, which installs it, is not there.</source>
        <translation>Slicers Python hat kein PyTorch, und die Erweiterung PyTorch, die es installiert, ist nicht vorhanden.</translation>
    </message>
    <message>
        <source>Install PyTorch in the Extensions Manager and restart Slicer.</source>
        <translation>Installieren Sie PyTorch im Erweiterungsmanager und starten Sie Slicer neu.</translation>
    </message>
    <message>
        <source>{engine} needs {requirement}, and Slicer&apos;s Python has {version}, which stays as it is.</source>
        <translation>{engine} benötigt {requirement}, und Slicers Python hat {version}; das bleibt unverändert.</translation>
    </message>
</context>
<context>
    <name>panel.structures_list</name>
    <message>
        <source>{group} ({count})</source>
        <translation>{group} ({count})</translation>
    </message>
    <message>
        <source>All that the network knows</source>
        <translation>Alle, die das Netz kennt</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>Alle {count}</translation>
    </message>
    <message>
        <source>None of {count}</source>
        <translation>Keine von {count}</translation>
    </message>
    <message>
        <source>{chosen} of {count}</source>
        <translation>{chosen} von {count}</translation>
    </message>
    <message>
        <source>Abdominal organs</source>
        <translation>Bauchorgane</translation>
    </message>
    <message>
        <source>Chest</source>
        <translation>Thorax</translation>
    </message>
    <message>
        <source>Vessels</source>
        <translation>Gefäße</translation>
    </message>
    <message>
        <source>Spine</source>
        <translation>Wirbelsäule</translation>
    </message>
    <message>
        <source>Ribs and sternum</source>
        <translation>Rippen und Sternum</translation>
    </message>
    <message>
        <source>Bones</source>
        <translation>Knochen</translation>
    </message>
    <message>
        <source>Muscles</source>
        <translation>Muskeln</translation>
    </message>
    <message>
        <source>Head and neck</source>
        <translation>Kopf und Hals</translation>
    </message>
</context>
<context>
    <name>panel.surfaces_button</name>
    <message>
        <source>Show the surfaces of the visible segments in the 3D views</source>
        <translation>Oberflächen der sichtbaren Segmente in den 3D-Ansichten anzeigen</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>3D {percent} %</source>
        <translation>3D {percent} %</translation>
    </message>
</context>
<context>
    <name>panel.texts</name>
    <message>
        <source>{number} GB</source>
        <translation>{number} GB</translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation>{number} MB</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>noch wenige Sekunden</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>noch etwa {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>noch etwa {minutes} min</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} s</translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation>{minutes} min {seconds} s</translation>
    </message>
    <message>
        <source>about {seconds} s</source>
        <translation>etwa {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>etwa {minutes} min</translation>
    </message>
    <message>
        <source>{size} voxels of {spacing} mm, intensities {low} to {high}</source>
        <translation>{size} Voxel von {spacing} mm, Intensitäten {low} bis {high}</translation>
    </message>
    <message>
        <source>{facts}; looks like {kind} ({why})</source>
        <translation>{facts}; vermutlich {kind} ({why})</translation>
    </message>
</context>
<context>
    <name>panel.tuning_results</name>
    <message>
        <source>proposed</source>
        <translation>Vorschlag</translation>
    </message>
    <message>
        <source>Select a picture to use its setting, or to take its segments.</source>
        <translation>Wählen Sie ein Bild aus, um dessen Einstellung zu verwenden oder dessen Segmente zu übernehmen.</translation>
    </message>
    <message>
        <source>Select a picture first</source>
        <translation>Wählen Sie zuerst ein Bild aus</translation>
    </message>
    <message>
        <source>Set the inversion so, for this scan and others like it</source>
        <translation>Die Inversion so einstellen, für diese und ähnliche Aufnahmen</translation>
    </message>
    <message>
        <source>Set the inversion to the best single setting: {setting}</source>
        <translation>Die Inversion auf die beste einzelne Einstellung setzen: {setting}</translation>
    </message>
    <message>
        <source>Put this result into the scene as a new segmentation; nothing is replaced</source>
        <translation>Dieses Ergebnis als neue Segmentierung in die Szene übernehmen; nichts wird ersetzt</translation>
    </message>
</context>
<context>
    <name>panel.tuning_section</name>
    <message>
        <source>The inversion is set to: {setting}.</source>
        <translation>Die Inversion ist eingestellt auf: {setting}.</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>{volume} segmentation, {setting}</source>
        <translation>{volume} Segmentierung, {setting}</translation>
    </message>
    <message>
        <source>A new segmentation is in the scene: {setting}.</source>
        <translation>In der Szene ist eine neue Segmentierung: {setting}.</translation>
    </message>
    <message>
        <source>The volume was changed or deleted meanwhile, so no more settings were tried.</source>
        <translation>Das Volumen wurde inzwischen geändert oder gelöscht, daher wurden keine weiteren Einstellungen ausprobiert.</translation>
    </message>
    <message>
        <source>Stopped after {done} of {total} settings. Nothing is lost: start again to go on.</source>
        <translation>Nach {done} von {total} Einstellungen gestoppt. Nichts ist verloren: Starten Sie erneut, um fortzufahren.</translation>
    </message>
    <message>
        <source>{total} settings were tried.</source>
        <translation>{total} Einstellungen wurden ausprobiert.</translation>
    </message>
    <message>
        <source>Choose a volume first</source>
        <translation>Wählen Sie zuerst ein Volumen aus</translation>
    </message>
    <message>
        <source>Wait for the end of the run</source>
        <translation>Warten Sie das Ende des Laufs ab</translation>
    </message>
    <message>
        <source>The preset none leaves the voxels as they are: there is nothing to tune</source>
        <translation>Die Voreinstellung „Unverändert“ lässt die Voxel, wie sie sind: Es gibt nichts anzupassen</translation>
    </message>
    <message>
        <source>Stopping...</source>
        <translation>Wird gestoppt...</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stoppen</translation>
    </message>
    <message>
        <source>Try no more, and compare what was tried; nothing is lost</source>
        <translation>Keine weiteren ausprobieren und die bisherigen vergleichen; nichts geht verloren</translation>
    </message>
    <message>
        <source>Try settings</source>
        <translation>Einstellungen ausprobieren</translation>
    </message>
    <message>
        <source>Results are listed below as they come. Another volume, another network or another inversion to start from begins a new list.</source>
        <translation>Ergebnisse erscheinen unten nach und nach. Mit einem anderen Volumen, einem anderen Netz oder einer anderen Inversion als Ausgangspunkt beginnt eine neue Liste.</translation>
    </message>
</context>
<context>
    <name>panel.tuning_texts</name>
    <message>
        <source>Tone curves, about {count}</source>
        <translation>Gradationen, etwa {count}</translation>
    </message>
    <message>
        <source>The setting as it is and four other tone curves, which matter most</source>
        <translation>Die jetzige Einstellung und vier andere Gradationskurven, auf die es am meisten ankommt</translation>
    </message>
    <message>
        <source>All kinds, about {count}</source>
        <translation>Alle Arten, etwa {count}</translation>
    </message>
    <message>
        <source>Tone curves, windows, clip ranges, background, the published recipe, the other sign</source>
        <translation>Gradationskurven, Fenster, Clip-Bereiche, Hintergrund, das veröffentlichte Verfahren, das andere Vorzeichen</translation>
    </message>
    <message>
        <source>The network runs about {count} times.</source>
        <translation>Das Netz läuft etwa {count}-mal.</translation>
    </message>
    <message>
        <source>The network runs about {count} times: {duration}, by its last run.</source>
        <translation>Das Netz läuft etwa {count}-mal: {duration}, nach dem letzten Lauf geschätzt.</translation>
    </message>
    <message>
        <source>Comparing the results...</source>
        <translation>Ergebnisse werden verglichen...</translation>
    </message>
    <message>
        <source>Setting {number} of {total}: {setting}</source>
        <translation>Einstellung {number} von {total}: {setting}</translation>
    </message>
    <message>
        <source>Tone curve {exponent}</source>
        <translation>Gradation {exponent}</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Alle zusammen</translation>
    </message>
    <message>
        <source>As it was set</source>
        <translation>Wie eingestellt</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Kalibriert</translation>
    </message>
    <message>
        <source>Wider window</source>
        <translation>Breiteres Fenster</translation>
    </message>
    <message>
        <source>Narrower window</source>
        <translation>Schmaleres Fenster</translation>
    </message>
    <message>
        <source>Inner window</source>
        <translation>Inneres Fenster</translation>
    </message>
    <message>
        <source>Wider clip range</source>
        <translation>Größerer Clip-Bereich</translation>
    </message>
    <message>
        <source>Narrower clip range</source>
        <translation>Kleinerer Clip-Bereich</translation>
    </message>
    <message>
        <source>Dark tissue black</source>
        <translation>Dunkles Gewebe schwarz</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>Wie veröffentlicht</translation>
    </message>
    <message>
        <source>Other sign</source>
        <translation>Anderes Vorzeichen</translation>
    </message>
    <message>
        <source>{score}, best single</source>
        <translation>{score}, beste einzelne</translation>
    </message>
    <message>
        <source>The best single setting has the other sign: this may be no T1-weighted MRI. Look at its result first; what most settings agree on is probably wrong.</source>
        <translation>Die beste einzelne Einstellung hat das andere Vorzeichen: Dies ist vielleicht kein T1-gewichtetes MRT. Sehen Sie sich zuerst deren Ergebnis an; worin die meisten Einstellungen übereinstimmen, ist wahrscheinlich falsch.</translation>
    </message>
    <message>
        <source>All together: each structure where a majority of the settings has it, those that look better counting more.</source>
        <translation>Alle zusammen: jede Struktur dort, wo eine Mehrheit der Einstellungen sie findet, wobei besser bewertete mehr zählen.</translation>
    </message>
    <message>
        <source>{setting}: {score}. {structures}.</source>
        <translation>{setting}: {score}. {structures}.</translation>
    </message>
    <message>
        <source>{setting}: {score}.</source>
        <translation>{setting}: {score}.</translation>
    </message>
</context>
<context>
    <name>panel.volume_section</name>
    <message>
        <source>Choose a T1-weighted MRI. To load one, use Add Data or the DICOM module.</source>
        <translation>Wählen Sie eine T1-gewichtete MRT-Aufnahme aus. Zum Laden dienen „Daten hinzufügen“ oder das DICOM-Modul.</translation>
    </message>
</context>
<context>
    <name>panel.weights_texts</name>
    <message>
        <source>{engine} runs a model folder of yours, which you choose in Segmentation.</source>
        <translation>{engine} verwendet Ihren eigenen Modellordner, den Sie unter „Segmentierung“ auswählen.</translation>
    </message>
    <message>
        <source>Install {engine} to see its tasks: its package knows them.</source>
        <translation>Installieren Sie {engine}, um die Aufgaben zu sehen: Sie stehen im Paket.</translation>
    </message>
    <message>
        <source>{here} of {count} tasks have their weights.</source>
        <translation>Für {here} von {count} Aufgaben sind Gewichte vorhanden.</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>schnell</translation>
    </message>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>{here} of {count}</source>
        <translation>{here} von {count}</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Unterbrochen</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Vorhanden</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Fehlen</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Beschädigt</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Select a task first</source>
        <translation>Wählen Sie zuerst eine Aufgabe aus</translation>
    </message>
    <message>
        <source>They are here already</source>
        <translation>Sie sind schon vorhanden</translation>
    </message>
    <message>
        <source>Its publisher asks for a licence number; get the weights from there, then import them</source>
        <translation>Der Herausgeber verlangt eine Lizenznummer; beziehen Sie die Gewichte dort und importieren Sie sie dann</translation>
    </message>
    <message>
        <source>Remove what is damaged first</source>
        <translation>Entfernen Sie zuerst, was beschädigt ist</translation>
    </message>
    <message>
        <source>The installed package does not say where they are published; import them</source>
        <translation>Das installierte Paket sagt nicht, wo sie veröffentlicht sind; importieren Sie sie</translation>
    </message>
    <message>
        <source>They are not here</source>
        <translation>Sie sind nicht vorhanden</translation>
    </message>
    <message>
        <source>Other tasks need them too</source>
        <translation>Andere Aufgaben benötigen sie auch</translation>
    </message>
    <message>
        <source>You may not change the folder they are in</source>
        <translation>Sie dürfen den Ordner, in dem sie liegen, nicht ändern</translation>
    </message>
    <message>
        <source>an unknown size</source>
        <translation>unbekannte Größe</translation>
    </message>
    <message>
        <source>more than {size}</source>
        <translation>mehr als {size}</translation>
    </message>
    <message>
        <source>The weights of {task} will be downloaded from where {engine} publishes them: {count} archives, {total} together.</source>
        <translation>Die Gewichte von {task} werden von dort heruntergeladen, wo {engine} sie veröffentlicht: {count} Archive, zusammen {total}.</translation>
    </message>
    <message>
        <source>{size} are here from an interrupted download.</source>
        <translation>{size} sind von einem unterbrochenen Download schon vorhanden.</translation>
    </message>
    <message>
        <source>Their publisher gives no checksums to compare them with.</source>
        <translation>Der Herausgeber gibt keine Prüfsummen zum Vergleich an.</translation>
    </message>
    <message>
        <source>The weights of {task} will be deleted:

{folders}</source>
        <translation>Die Gewichte von {task} werden gelöscht:

{folders}</translation>
    </message>
    <message>
        <source>InvertSeg has not put all of them there; other programs may use them.</source>
        <translation>InvertSeg hat nicht alle davon dort abgelegt; andere Programme nutzen sie möglicherweise.</translation>
    </message>
</context>
<context>
    <name>qSlicerAbstractCoreModule</name>
    <message>
        <source>Segmentation</source>
        <translation>Segmentation</translation>
    </message>
</context>
</TS>

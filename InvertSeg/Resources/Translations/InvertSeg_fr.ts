<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr">
<context>
    <name>Engines</name>
    <message>
        <source>Runs in:</source>
        <translation>Exécution&#xa0;:</translation>
    </message>
    <message>
        <source>Install...</source>
        <translation>Installer...</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Supprimer...</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Show what the installer prints</source>
        <translation>Afficher ce qu&apos;écrit l&apos;installateur</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation>Copier tout le journal, pour le coller dans un message</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation>Rien n&apos;a encore été écrit</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Download...</source>
        <translation>Télécharger...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importer</translation>
    </message>
    <message>
        <source>Shared folder:</source>
        <translation>Dossier partagé&#xa0;:</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Put new weights into the shared folder, for all its users</source>
        <translation>Placer les nouveaux poids dans le dossier partagé, pour tous ses utilisateurs</translation>
    </message>
    <message>
        <source>New weights go there</source>
        <translation>Y placer les nouveaux poids</translation>
    </message>
    <message>
        <source>Folder of everything that is installed</source>
        <translation>Dossier de tout ce qui est installé</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Afficher le dossier dans le gestionnaire de fichiers</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Ouvrir</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Choisir...</translation>
    </message>
    <message>
        <source>Delete all...</source>
        <translation>Tout supprimer...</translation>
    </message>
</context>
<context>
    <name>InvertSeg</name>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>Volume:</source>
        <translation>Volume&#xa0;:</translation>
    </message>
    <message>
        <source>The T1-weighted MRI to segment. It is never changed.</source>
        <translation>L&apos;IRM pondérée en T1 à segmenter. Elle n&apos;est jamais modifiée.</translation>
    </message>
    <message>
        <source>vtkMRMLScalarVolumeNode</source>
        <translation>vtkMRMLScalarVolumeNode</translation>
    </message>
    <message>
        <source>Choose a volume</source>
        <translation>Choisir un volume</translation>
    </message>
    <message>
        <source>Time point:</source>
        <translation>Instant&#xa0;:</translation>
    </message>
    <message>
        <source>Which volume of the sequence is shown, inverted and segmented</source>
        <translation>Le volume de la séquence qui est affiché, inversé et segmenté</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversion</translation>
    </message>
    <message>
        <source>Preset:</source>
        <translation>Préréglage&#xa0;:</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Réinitialiser</translation>
    </message>
    <message>
        <source>Preview:</source>
        <translation>Aperçu&#xa0;:</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Non</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Inversé</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Côte à côte</translation>
    </message>
    <message>
        <source>Opacity:</source>
        <translation>Opacité&#xa0;:</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Clip range:</source>
        <translation>Écrêtage&#xa0;:</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>Background:</source>
        <translation>Arrière-plan&#xa0;:</translation>
    </message>
    <message>
        <source>Threshold:</source>
        <translation>Seuil&#xa0;:</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avancé</translation>
    </message>
    <message>
        <source>Mapping:</source>
        <translation>Mappage&#xa0;:</translation>
    </message>
    <message>
        <source>Bright becomes dark</source>
        <translation>Le clair devient sombre</translation>
    </message>
    <message>
        <source>Window (HU):</source>
        <translation>Fenêtre (HU)&#xa0;:</translation>
    </message>
    <message>
        <source>Tone curve:</source>
        <translation>Courbe tonale&#xa0;:</translation>
    </message>
    <message>
        <source>Create inverted volume</source>
        <translation>Créer le volume inversé</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentation</translation>
    </message>
    <message>
        <source>Tune to this scan</source>
        <translation>Ajustement à cette image</translation>
    </message>
    <message>
        <source>Review and refine</source>
        <translation>Vérification et correction</translation>
    </message>
    <message>
        <source>Engines and weights</source>
        <translation>Moteurs et poids</translation>
    </message>
    <message>
        <source>For research, not for clinical use.</source>
        <translation>Pour la recherche, pas pour un usage clinique.</translation>
    </message>
    <message>
        <source>InvertSeg</source>
        <translation>InvertSeg</translation>
    </message>
    <message>
        <source>&lt;p&gt;Segments T1-weighted MRI with networks that were trained on CT. The MRI is inverted (bright becomes dark) and its background made black, so that it looks enough like CT for TotalSegmentator, nnU-Net models and MONAI bundles. The result is an ordinary segmentation that you correct in the Segment Editor.&lt;/p&gt;&lt;p&gt;CT is segmented as it is, with the preset &lt;i&gt;none&lt;/i&gt;. T2-weighted MRI is not helped by inversion.&lt;/p&gt;&lt;p&gt;Networks run in a process of their own on this computer. Nothing is sent anywhere.&lt;/p&gt;&lt;p&gt;&lt;b&gt;For research, not for clinical use.&lt;/b&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Segmente des IRM pondérées en T1 avec des réseaux entraînés sur des TDM. L&apos;IRM est inversée (le clair devient sombre) et son arrière-plan rendu noir, de sorte qu&apos;elle ressemble assez à une TDM pour TotalSegmentator, les modèles nnU-Net et les bundles MONAI. Le résultat est une segmentation ordinaire que vous corrigez dans le Segment Editor.&lt;/p&gt;&lt;p&gt;Une TDM est segmentée telle quelle, avec le préréglage &lt;i&gt;Aucun&lt;/i&gt;. L&apos;inversion n&apos;apporte rien aux IRM pondérées en T2.&lt;/p&gt;&lt;p&gt;Les réseaux s&apos;exécutent dans un processus à part sur cet ordinateur. Rien n&apos;est envoyé ailleurs.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Pour la recherche, pas pour un usage clinique.&lt;/b&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The method is by {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Cite it, and the network that you ran.</source>
        <translation>La méthode est de {authors}&#xa0;: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Citez-la, ainsi que le réseau que vous avez utilisé.</translation>
    </message>
</context>
<context>
    <name>Remote</name>
    <message>
        <source>Where networks run</source>
        <translation>Où s&apos;exécutent les réseaux</translation>
    </message>
    <message>
        <source>Run on:</source>
        <translation>Exécuter sur&#xa0;:</translation>
    </message>
    <message>
        <source>Name another machine, for example one with a graphics card</source>
        <translation>Indiquer une autre machine, par exemple dotée d&apos;une carte graphique</translation>
    </message>
    <message>
        <source>Add...</source>
        <translation>Ajouter...</translation>
    </message>
    <message>
        <source>A name, user@name, or a Host of your ssh configuration. Logging in there with ssh must work without a password: by a key or an agent.</source>
        <translation>Un nom, utilisateur@nom, ou un Host de votre configuration ssh. La connexion avec ssh doit s&apos;y faire sans mot de passe&#xa0;: par une clé ou un agent.</translation>
    </message>
    <message>
        <source>As ssh takes it: user@machine</source>
        <translation>Comme pour ssh&#xa0;: utilisateur@machine</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Tester la connexion</translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation>Préparer...</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Oublier</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Supprimer...</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Segmentation:</source>
        <translation>Segmentation&#xa0;:</translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation>vtkMRMLSegmentationNode</translation>
    </message>
    <message>
        <source>The segments are listed here after a run.</source>
        <translation>Les segments s&apos;affichent ici après une exécution.</translation>
    </message>
    <message>
        <source>List the segments of the lowest quality first, to begin with them</source>
        <translation>Placer en tête de liste les segments de plus faible qualité, pour commencer par eux</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>Pires en tête</translation>
    </message>
    <message>
        <source>Over the slice views, from dark red where a few settings differ to pale yellow where most do; nothing where they agree. Look there first. Leaving the module puts the views back.</source>
        <translation>Par-dessus les vues de coupe, du rouge sombre là où quelques réglages diffèrent au jaune pâle là où la plupart diffèrent&#xa0;; rien là où ils concordent. À regarder en premier. Les vues sont rétablies quand vous quittez le module.</translation>
    </message>
    <message>
        <source>Show where the settings disagree</source>
        <translation>Montrer où les réglages divergent</translation>
    </message>
    <message>
        <source>How much it covers the scan</source>
        <translation>À quel point cela recouvre l&apos;image</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Open the Segment Editor on this segmentation, with the MRI as its source</source>
        <translation>Ouvrir le Segment Editor sur cette segmentation, avec l&apos;IRM comme source</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Modifier</translation>
    </message>
    <message>
        <source>Show the surfaces of the visible segments in the 3D view</source>
        <translation>Afficher les surfaces des segments visibles dans la vue 3D</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>Bring back the segments as they were before the last run</source>
        <translation>Restaurer les segments tels qu&apos;ils étaient avant la dernière exécution</translation>
    </message>
    <message>
        <source>Undo run</source>
        <translation>Restaurer</translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation>Exporter en .seg.nrrd, carte d&apos;étiquettes ou DICOM SEG</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>Exporter...</translation>
    </message>
</context>
<context>
    <name>Segmentation</name>
    <message>
        <source>Engine:</source>
        <translation>Moteur&#xa0;:</translation>
    </message>
    <message>
        <source>Task:</source>
        <translation>Tâche&#xa0;:</translation>
    </message>
    <message>
        <source>What the network finds, as the installed package lists it</source>
        <translation>Ce que trouve le réseau, d&apos;après la liste du paquet installé</translation>
    </message>
    <message>
        <source>The fast network works on 3 mm voxels, the full ones on 1.5 mm</source>
        <translation>Le réseau rapide travaille sur des voxels de 3 mm, les réseaux complets sur 1,5 mm</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>Modèle&#xa0;:</translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation>Dossier d&apos;un modèle nnU-Net v2 entraîné ou d&apos;un bundle MONAI</translation>
    </message>
    <message>
        <source>InvertSegModel</source>
        <translation>InvertSegModel</translation>
    </message>
    <message>
        <source>Structures:</source>
        <translation>Structures&#xa0;:</translation>
    </message>
    <message>
        <source>Show the list to choose from</source>
        <translation>Afficher la liste où choisir</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Toutes</translation>
    </message>
    <message>
        <source>Search structures</source>
        <translation>Rechercher des structures</translation>
    </message>
    <message>
        <source>Choose all that are listed</source>
        <translation>Choisir toutes celles de la liste</translation>
    </message>
    <message>
        <source>Choose none of those that are listed</source>
        <translation>Ne choisir aucune de celles de la liste</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucune</translation>
    </message>
    <message>
        <source>Choose one group of structures</source>
        <translation>Choisir un groupe de structures</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Groupes</translation>
    </message>
    <message>
        <source>Ensemble:</source>
        <translation>Ensemble&#xa0;:</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>Périphérique&#xa0;:</translation>
    </message>
    <message>
        <source>Where the network computes</source>
        <translation>Là où le réseau calcule</translation>
    </message>
    <message>
        <source>Output:</source>
        <translation>Sortie&#xa0;:</translation>
    </message>
    <message>
        <source>Where the segments go; a new segmentation where none is chosen</source>
        <translation>Là où vont les segments&#xa0;; une nouvelle segmentation si aucune n&apos;est choisie</translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation>vtkMRMLSegmentationNode</translation>
    </message>
    <message>
        <source>New segmentation</source>
        <translation>Nouvelle segmentation</translation>
    </message>
    <message>
        <source>A small network that comes with InvertSeg, trained on a synthetic patient: to see how everything works, not for patients</source>
        <translation>Un petit réseau fourni avec InvertSeg, entraîné sur un patient synthétique&#xa0;: pour voir comment tout fonctionne, pas pour des patients</translation>
    </message>
    <message>
        <source>Use the demo model</source>
        <translation>Utiliser le modèle de démo</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmenter</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Show what the engine prints</source>
        <translation>Afficher ce qu&apos;écrit le moteur</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Journal</translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation>Copier tout le journal, pour le coller dans un message</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>The network stays in memory, so that the next run starts at once. Release it to free the device for other work.</source>
        <translation>Le réseau reste en mémoire pour que l&apos;exécution suivante démarre aussitôt. Déchargez-le pour libérer le périphérique pour d&apos;autres travaux.</translation>
    </message>
    <message>
        <source>Release the network</source>
        <translation>Décharger le réseau</translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation>Rien n&apos;a encore été écrit</translation>
    </message>
</context>
<context>
    <name>Tuning</name>
    <message>
        <source>Tries settings of the inversion on this scan with the network chosen above, scores each result without ground truth, and proposes the best. The eye decides.</source>
        <translation>Essaie des réglages de l&apos;inversion sur cette image avec le réseau choisi ci-dessus, note chaque résultat sans vérité terrain et propose le meilleur. L&apos;œil décide.</translation>
    </message>
    <message>
        <source>Settings:</source>
        <translation>Réglages&#xa0;:</translation>
    </message>
    <message>
        <source>Try settings</source>
        <translation>Essayer des réglages</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Use this setting</source>
        <translation>Utiliser ce réglage</translation>
    </message>
    <message>
        <source>Take its segments</source>
        <translation>Prendre ses segments</translation>
    </message>
</context>
<context>
    <name>panel.device_choice</name>
    <message>
        <source>Automatic</source>
        <translation>Automatique</translation>
    </message>
    <message>
        <source>The first graphics card that can be used, else the processor</source>
        <translation>La première carte graphique utilisable, sinon le processeur</translation>
    </message>
    <message>
        <source>Automatic, on {machine}</source>
        <translation>Automatique, sur {machine}</translation>
    </message>
    <message>
        <source>This volume will need about {needed}.</source>
        <translation>Ce volume nécessitera environ {needed}.</translation>
    </message>
    <message>
        <source>Only {free} are free: close other programs.</source>
        <translation>Seulement {free} sont libres&#xa0;: fermez d&apos;autres programmes.</translation>
    </message>
    <message>
        <source>{free} are free.</source>
        <translation>{free} sont libres.</translation>
    </message>
    <message>
        <source>{device}, {free} free</source>
        <translation>{device}, {free} libres</translation>
    </message>
</context>
<context>
    <name>panel.engines_folder</name>
    <message>
        <source>{folder} (not made yet)</source>
        <translation>{folder} (pas encore créé)</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Attendez la fin du travail en cours</translation>
    </message>
    <message>
        <source>Nothing was installed yet</source>
        <translation>Rien n&apos;a encore été installé</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Afficher le dossier dans le gestionnaire de fichiers</translation>
    </message>
    <message>
        <source>Install into another folder from now on</source>
        <translation>Installer désormais dans un autre dossier</translation>
    </message>
    <message>
        <source>The environment variable INVERTSEG_HOME says where it is</source>
        <translation>La variable d&apos;environnement INVERTSEG_HOME indique son emplacement</translation>
    </message>
    <message>
        <source>Delete all engines and weights that InvertSeg has put there</source>
        <translation>Supprimer tous les moteurs et poids qu&apos;InvertSeg y a placés</translation>
    </message>
    <message>
        <source>Counting its size...</source>
        <translation>Calcul de sa taille...</translation>
    </message>
    <message>
        <source>Folder for engines and weights</source>
        <translation>Dossier des moteurs et des poids</translation>
    </message>
    <message>
        <source>Engines and weights are in {folder} from now on.</source>
        <translation>Les moteurs et les poids sont désormais dans {folder}.</translation>
    </message>
    <message>
        <source>What was installed before stays in {folder}.</source>
        <translation>Ce qui a été installé avant reste dans {folder}.</translation>
    </message>
    <message>
        <source>All engines and weights that InvertSeg has put into this folder will be deleted:

{folder}

Your scans, segmentations and model folders are elsewhere and stay.</source>
        <translation>Tous les moteurs et poids qu&apos;InvertSeg a placés dans ce dossier seront supprimés&#xa0;:

{folder}

Vos images, segmentations et dossiers de modèles sont ailleurs et restent en place.</translation>
    </message>
    <message>
        <source>Delete everything installed?</source>
        <translation>Supprimer tout ce qui est installé&#xa0;?</translation>
    </message>
    <message>
        <source>{size}; {free} are free on its disk.</source>
        <translation>{size}&#xa0;; {free} sont libres sur son disque.</translation>
    </message>
</context>
<context>
    <name>panel.engines_job</name>
    <message>
        <source>Stopping...</source>
        <translation>Arrêt...</translation>
    </message>
</context>
<context>
    <name>panel.engines_section</name>
    <message>
        <source>A private environment</source>
        <translation>Environnement privé</translation>
    </message>
    <message>
        <source>A folder that InvertSeg makes and owns; nothing of Slicer&apos;s own Python changes</source>
        <translation>Un dossier qu&apos;InvertSeg crée et gère&#xa0;; rien ne change dans le Python de Slicer</translation>
    </message>
    <message>
        <source>Slicer&apos;s own Python</source>
        <translation>Python de Slicer</translation>
    </message>
    <message>
        <source>For those who have the extensions PyTorch and NNUNet; packages are added to Slicer&apos;s</source>
        <translation>Pour qui a les extensions PyTorch et NNUNet&#xa0;; des paquets s&apos;ajoutent à ceux de Slicer</translation>
    </message>
    <message>
        <source>Update an engine</source>
        <translation>Mettre à jour un moteur</translation>
    </message>
    <message>
        <source>Install an engine</source>
        <translation>Installer un moteur</translation>
    </message>
    <message>
        <source>Remove an engine</source>
        <translation>Supprimer un moteur</translation>
    </message>
    <message>
        <source>Install into Slicer&apos;s own Python?</source>
        <translation>Installer dans le Python de Slicer&#xa0;?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Put them back</source>
        <translation>Les remettre</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Réessayer</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Attendez la fin du travail en cours</translation>
    </message>
    <message>
        <source>An environment variable names the Python of this engine</source>
        <translation>Une variable d&apos;environnement désigne le Python de ce moteur</translation>
    </message>
    <message>
        <source>Where the packages of this engine are</source>
        <translation>Là où se trouvent les paquets de ce moteur</translation>
    </message>
    <message>
        <source>Nothing that is in Slicer&apos;s own Python is changed</source>
        <translation>Rien de ce qui est dans le Python de Slicer n&apos;est modifié</translation>
    </message>
    <message>
        <source>There is nothing that InvertSeg has put there</source>
        <translation>InvertSeg n&apos;y a rien placé</translation>
    </message>
    <message>
        <source>Ask, then remove {engine}</source>
        <translation>Supprimer {engine}, après confirmation</translation>
    </message>
</context>
<context>
    <name>panel.engines_slicer</name>
    <message>
        <source>Removing packages</source>
        <translation>Suppression des paquets</translation>
    </message>
    <message>
        <source>Putting back {names}</source>
        <translation>Remise en place de {names}</translation>
    </message>
    <message>
        <source>Slicer&apos;s Python could not be changed</source>
        <translation>Le Python de Slicer n&apos;a pas pu être modifié</translation>
    </message>
</context>
<context>
    <name>panel.engines_table</name>
    <message>
        <source>Engine</source>
        <translation>Moteur</translation>
    </message>
    <message>
        <source>State</source>
        <translation>État</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>At work...</source>
        <translation>En cours...</translation>
    </message>
</context>
<context>
    <name>panel.engines_texts</name>
    <message>
        <source>Not installed</source>
        <translation>Non installé</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Installé</translation>
    </message>
    <message>
        <source>Update available</source>
        <translation>Mise à jour disponible</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrompu</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Endommagé</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Le vôtre</translation>
    </message>
    <message>
        <source>Its installation was interrupted. Resume goes on with what was downloaded.</source>
        <translation>Son installation a été interrompue. «&#xa0;Reprendre&#xa0;» continue avec ce qui a été téléchargé.</translation>
    </message>
    <message>
        <source>It began on {time}.</source>
        <translation>Elle a commencé le {time}.</translation>
    </message>
    <message>
        <source>Its environment is not complete. Install it again; what was downloaded is kept.</source>
        <translation>Son environnement est incomplet. Réinstallez-le&#xa0;; ce qui a été téléchargé est conservé.</translation>
    </message>
    <message>
        <source>Python {version}</source>
        <translation>Python {version}</translation>
    </message>
    <message>
        <source>PyTorch {version} for {kind}</source>
        <translation>PyTorch {version} pour {kind}</translation>
    </message>
    <message>
        <source>installed {time}</source>
        <translation>installé le {time}</translation>
    </message>
    <message>
        <source>An environment variable names its Python: {python}</source>
        <translation>Une variable d&apos;environnement désigne son Python&#xa0;: {python}</translation>
    </message>
    <message>
        <source>This version of InvertSeg asks for other packages.</source>
        <translation>Cette version d&apos;InvertSeg demande d&apos;autres paquets.</translation>
    </message>
    <message>
        <source>Install...</source>
        <translation>Installer...</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reprendre</translation>
    </message>
    <message>
        <source>Install again...</source>
        <translation>Réinstaller...</translation>
    </message>
    <message>
        <source>Update...</source>
        <translation>Mettre à jour...</translation>
    </message>
    <message>
        <source>Ask, then bring {engine} to the newest versions that go together</source>
        <translation>Amener {engine}, après confirmation, aux versions les plus récentes qui vont ensemble</translation>
    </message>
    <message>
        <source>Go on with what was downloaded</source>
        <translation>Continuer avec ce qui a été téléchargé</translation>
    </message>
    <message>
        <source>Ask, then install {engine}</source>
        <translation>Installer {engine}, après confirmation</translation>
    </message>
    <message>
        <source>{engine} will be installed into a folder of its own:

{folder}

Its packages come from PyPI, the Python Package Index, and take several GB of disk and some minutes. Slicer&apos;s own packages stay as they are, and you can go on working.</source>
        <translation>{engine} sera installé dans un dossier à part&#xa0;:

{folder}

Ses paquets viennent de PyPI, le Python Package Index&#xa0;; il faut plusieurs GB de disque et quelques minutes. Les paquets de Slicer restent tels quels, et vous pouvez continuer à travailler.</translation>
    </message>
    <message>
        <source>{engine} will be brought to the newest versions that go together. Where there are any, its environment is made anew beside the present one, which stays until the new one is complete:

{folder}</source>
        <translation>{engine} sera amené aux versions les plus récentes qui vont ensemble. S&apos;il y en a, son environnement est recréé à côté de l&apos;actuel, qui reste en place jusqu&apos;à ce que le nouveau soit complet&#xa0;:

{folder}</translation>
    </message>
    <message>
        <source>{engine} will be installed into Slicer&apos;s own Python, and Slicer has to wait until that is done, for some minutes. These packages are added, with what they need:

{packages}

None that is there now is changed; {protected} are compared before and after. torch comes by the extension PyTorch.</source>
        <translation>{engine} sera installé dans le Python de Slicer, et Slicer devra attendre la fin, pendant quelques minutes. Ces paquets sont ajoutés, avec ce dont ils ont besoin&#xa0;:

{packages}

Aucun de ceux déjà présents n&apos;est modifié&#xa0;; {protected} sont comparés avant et après. torch est installé par l&apos;extension PyTorch.</translation>
    </message>
    <message>
        <source>none; other engines need them</source>
        <translation>aucun&#xa0;; d&apos;autres moteurs en ont besoin</translation>
    </message>
    <message>
        <source>These packages, which InvertSeg has added for {engine}, will be removed from Slicer&apos;s own Python:

{names}</source>
        <translation>Ces paquets, qu&apos;InvertSeg a ajoutés pour {engine}, seront supprimés du Python de Slicer&#xa0;:

{names}</translation>
    </message>
    <message>
        <source>The environment of {engine} will be deleted:

{folder}

Its weights stay.</source>
        <translation>L&apos;environnement de {engine} sera supprimé&#xa0;:

{folder}

Ses poids restent en place.</translation>
    </message>
    <message>
        <source>Installing {what}</source>
        <translation>Installation de {what}</translation>
    </message>
    <message>
        <source>Updating {what}</source>
        <translation>Mise à jour de {what}</translation>
    </message>
    <message>
        <source>Going on with {what}</source>
        <translation>Reprise de {what}</translation>
    </message>
    <message>
        <source>Removing {what}</source>
        <translation>Suppression de {what}</translation>
    </message>
    <message>
        <source>Downloading the weights of {what}</source>
        <translation>Téléchargement des poids de {what}</translation>
    </message>
    <message>
        <source>Importing weights of {what}</source>
        <translation>Importation de poids de {what}</translation>
    </message>
    <message>
        <source>Removing the weights of {what}</source>
        <translation>Suppression des poids de {what}</translation>
    </message>
    <message>
        <source>Deleting everything that InvertSeg has installed</source>
        <translation>Suppression de tout ce qu&apos;InvertSeg a installé</translation>
    </message>
    <message>
        <source>Putting Slicer&apos;s packages back</source>
        <translation>Remise en place des paquets de Slicer</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Démarrage</translation>
    </message>
    <message>
        <source>Looking which packages it needs</source>
        <translation>Recherche des paquets nécessaires</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Téléchargement</translation>
    </message>
    <message>
        <source>Putting files into their place</source>
        <translation>Mise en place des fichiers</translation>
    </message>
    <message>
        <source>Checking that everything can be loaded</source>
        <translation>Vérification que tout peut être chargé</translation>
    </message>
    <message>
        <source>{step}: {done}</source>
        <translation>{step}&#xa0;: {done}</translation>
    </message>
    <message>
        <source>{step}: {done} of {total}</source>
        <translation>{step}&#xa0;: {done} sur {total}</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Arrêté.</translation>
    </message>
    <message>
        <source>What was downloaded is kept: the next time goes on from there.</source>
        <translation>Ce qui a été téléchargé est conservé&#xa0;: la prochaine fois, on reprendra de là.</translation>
    </message>
    <message>
        <source>{what} was removed.</source>
        <translation>{what} a été supprimé.</translation>
    </message>
    <message>
        <source>The weights of {what} were imported.</source>
        <translation>Les poids de {what} ont été importés.</translation>
    </message>
    <message>
        <source>The weights of {what} are here.</source>
        <translation>Les poids de {what} sont présents.</translation>
    </message>
    <message>
        <source>The weights of {what} were removed.</source>
        <translation>Les poids de {what} ont été supprimés.</translation>
    </message>
    <message>
        <source>Everything that InvertSeg had installed was deleted.</source>
        <translation>Tout ce qu&apos;InvertSeg avait installé a été supprimé.</translation>
    </message>
    <message>
        <source>Slicer&apos;s packages are as they were.</source>
        <translation>Les paquets de Slicer sont tels qu&apos;ils étaient.</translation>
    </message>
    <message>
        <source>{what} is ready.</source>
        <translation>{what} est prêt.</translation>
    </message>
    <message>
        <source>GPUs of AMD</source>
        <translation>GPU AMD</translation>
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
        <translation>Tâche</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Poids</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Archive, as its publisher packs it...</source>
        <translation>Archive, telle que publiée...</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Dossier...</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Choisir...</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>Download weights</source>
        <translation>Télécharger les poids</translation>
    </message>
    <message>
        <source>Asking the publisher how large they are...</source>
        <translation>Demande de leur taille à l&apos;éditeur...</translation>
    </message>
    <message>
        <source>Remove weights</source>
        <translation>Supprimer les poids</translation>
    </message>
    <message>
        <source>Weights, as their publisher packs them</source>
        <translation>Poids, tels que publiés</translation>
    </message>
    <message>
        <source>Archives (*.zip)</source>
        <translation>Archives (*.zip)</translation>
    </message>
    <message>
        <source>Folder with weights</source>
        <translation>Dossier contenant des poids</translation>
    </message>
    <message>
        <source>Folder with weights that several users share</source>
        <translation>Dossier de poids partagé par plusieurs utilisateurs</translation>
    </message>
    <message>
        <source>A folder with weights that several users share; it may be read-only</source>
        <translation>Un dossier de poids partagé par plusieurs utilisateurs&#xa0;; il peut être en lecture seule</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Attendez la fin du travail en cours</translation>
    </message>
    <message>
        <source>Import weights that you have as a file, without internet</source>
        <translation>Importer, sans Internet, des poids que vous avez sous forme de fichier</translation>
    </message>
    <message>
        <source>Ask how large they are, then download them</source>
        <translation>Demander leur taille, puis les télécharger</translation>
    </message>
    <message>
        <source>Ask, then delete them</source>
        <translation>Les supprimer, après confirmation</translation>
    </message>
</context>
<context>
    <name>panel.ensemble_choice</name>
    <message>
        <source>The preset none leaves the voxels as they are: there are no settings to average over</source>
        <translation>Le préréglage Aucun laisse les voxels tels quels&#xa0;: il n&apos;y a pas de réglages à moyenner</translation>
    </message>
    <message>
        <source>The network runs {count} times, which takes about {count} times as long.</source>
        <translation>Le réseau s&apos;exécute {count} fois, ce qui prend environ {count} fois plus de temps.</translation>
    </message>
    <message>
        <source>The network runs {count} times: {duration}, by its last run.</source>
        <translation>Le réseau s&apos;exécute {count} fois&#xa0;: {duration}, d&apos;après sa dernière exécution.</translation>
    </message>
    <message>
        <source>{ensemble}: {count} runs</source>
        <translation>{ensemble}&#xa0;: {count} exécutions</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Désactivé</translation>
    </message>
    <message>
        <source>The network runs once, on the inversion as it is set</source>
        <translation>Le réseau s&apos;exécute une fois, sur l&apos;inversion telle qu&apos;elle est réglée</translation>
    </message>
    <message>
        <source>Tone curves</source>
        <translation>Courbes tonales</translation>
    </message>
    <message>
        <source>From a strongly brightened to a straight tone curve; probabilities are averaged</source>
        <translation>D&apos;une courbe tonale fortement éclaircie à une droite&#xa0;; les probabilités sont moyennées</translation>
    </message>
    <message>
        <source>Tone curves, sensitive</source>
        <translation>Courbes tonales, sensible</translation>
    </message>
    <message>
        <source>The same, but background counts half: finds what only some settings show</source>
        <translation>De même, mais l&apos;arrière-plan compte pour moitié&#xa0;: trouve ce que seuls certains réglages montrent</translation>
    </message>
    <message>
        <source>Tone curves and windows</source>
        <translation>Courbes tonales et fenêtres</translation>
    </message>
    <message>
        <source>Tone curves, three of them with a wider window as well</source>
        <translation>Courbes tonales, dont trois aussi avec une fenêtre plus large</translation>
    </message>
    <message>
        <source>Runs the network on several settings of the inversion and averages its answers: close to the best setting for this patient without knowing it. Where they disagree can be shown afterwards.</source>
        <translation>Exécute le réseau sur plusieurs réglages de l&apos;inversion et moyenne ses réponses&#xa0;: proche du meilleur réglage pour ce patient, sans le connaître. Les endroits où elles divergent peuvent être affichés ensuite.</translation>
    </message>
</context>
<context>
    <name>panel.histogram_widget</name>
    <message>
        <source>Histogram of the intensities</source>
        <translation>Histogramme des intensités</translation>
    </message>
    <message>
        <source>{name} {value:g}: drag it, or move it with the arrow keys</source>
        <translation>{name} {value:g}&#xa0;: faites glisser, ou déplacez avec les touches fléchées</translation>
    </message>
    <message>
        <source>Intensity {value:.4g}; {share:.1f} % of the voxels are darker</source>
        <translation>Intensité {value:.4g}&#xa0;; {share:.1f} % des voxels sont plus sombres</translation>
    </message>
    <message>
        <source>End of the background</source>
        <translation>Fin de l&apos;arrière-plan</translation>
    </message>
    <message>
        <source>Low end of the clip range</source>
        <translation>Borne inférieure de l&apos;écrêtage</translation>
    </message>
    <message>
        <source>High end of the clip range</source>
        <translation>Borne supérieure de l&apos;écrêtage</translation>
    </message>
</context>
<context>
    <name>panel.installing</name>
    <message>
        <source>The installer could not be started.</source>
        <translation>L&apos;installateur n&apos;a pas pu être démarré.</translation>
    </message>
    <message>
        <source>Install Slicer again if this stays so.</source>
        <translation>Si cela persiste, réinstallez Slicer.</translation>
    </message>
    <message>
        <source>The installer ended unexpectedly ({code}).</source>
        <translation>L&apos;installateur s&apos;est terminé de façon inattendue ({code}).</translation>
    </message>
    <message>
        <source>Try again; the log says what it did last.</source>
        <translation>Réessayez&#xa0;; le journal indique ce qu&apos;il a fait en dernier.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_display</name>
    <message>
        <source>Choose a volume first.</source>
        <translation>Choisissez d&apos;abord un volume.</translation>
    </message>
    <message>
        <source>With this preset nothing is computed.</source>
        <translation>Avec ce préréglage, rien n&apos;est calculé.</translation>
    </message>
    <message>
        <source>Nothing to reset: these are the settings for {engine}.</source>
        <translation>Rien à réinitialiser&#xa0;: ce sont les réglages pour {engine}.</translation>
    </message>
    <message>
        <source>Back to the settings for {engine}</source>
        <translation>Revenir aux réglages pour {engine}</translation>
    </message>
    <message>
        <source>The body&apos;s outline is shown roughly, by its threshold alone.</source>
        <translation>Le contour du corps est montré approximativement, par son seul seuil.</translation>
    </message>
    <message>
        <source>Switch the preview on first.</source>
        <translation>Activez d&apos;abord l&apos;aperçu.</translation>
    </message>
    <message>
        <source>Choose a volume to see its histogram</source>
        <translation>Choisissez un volume pour voir son histogramme</translation>
    </message>
    <message>
        <source>No finite intensity</source>
        <translation>Aucune intensité finie</translation>
    </message>
    <message>
        <source>Counting intensities</source>
        <translation>Comptage des intensités</translation>
    </message>
    <message>
        <source>With this preset nothing is clipped.</source>
        <translation>Avec ce préréglage, rien n&apos;est écrêté.</translation>
    </message>
    <message>
        <source>With this preset nothing becomes background.</source>
        <translation>Avec ce préréglage, rien ne devient arrière-plan.</translation>
    </message>
    <message>
        <source>The body is found without a threshold of yours.</source>
        <translation>Le corps est détecté sans seuil de votre part.</translation>
    </message>
    <message>
        <source>Without background there is no threshold.</source>
        <translation>Sans arrière-plan, il n&apos;y a pas de seuil.</translation>
    </message>
    <message>
        <source>With this preset nothing is inverted.</source>
        <translation>Avec ce préréglage, rien n&apos;est inversé.</translation>
    </message>
    <message>
        <source>Only for the mapping to Hounsfield units.</source>
        <translation>Uniquement pour le mappage en unités Hounsfield.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_section</name>
    <message>
        <source>Created {name}.</source>
        <translation>{name} a été créé.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_texts</name>
    <message>
        <source>Published: {engines}</source>
        <translation>Publié&#xa0;: {engines}</translation>
    </message>
    <message>
        <source>For CT networks that normalize intensities themselves: clip to 0..3000, take every voxel from the maximum, the darkest 1 % of the range becomes background. As published, voxel for voxel.</source>
        <translation>Pour les réseaux TDM qui normalisent eux-mêmes les intensités&#xa0;: écrêtage à 0..3000, chaque voxel est soustrait du maximum, le 1 % le plus sombre de la plage devient arrière-plan. Comme publié, voxel pour voxel.</translation>
    </message>
    <message>
        <source>Calibrated: {engines}, demo</source>
        <translation>Calibré&#xa0;: {engines}, démo</translation>
    </message>
    <message>
        <source>For CT networks that expect Hounsfield units: the body&apos;s intensities are mapped into a window of soft tissue, air becomes -1000 HU.</source>
        <translation>Pour les réseaux TDM qui attendent des unités Hounsfield&#xa0;: les intensités du corps sont ramenées dans une fenêtre de parties molles, l&apos;air devient -1000 HU.</translation>
    </message>
    <message>
        <source>None: {engines}, CT scans</source>
        <translation>Aucun&#xa0;: {engines}, TDM</translation>
    </message>
    <message>
        <source>Intensities stay as they are: for networks trained on MRI, and for CT scans.</source>
        <translation>Les intensités restent telles quelles&#xa0;: pour les réseaux entraînés sur des IRM, et pour les TDM.</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Réglages personnels</translation>
    </message>
    <message>
        <source>Values that belong to no preset</source>
        <translation>Valeurs qui ne correspondent à aucun préréglage</translation>
    </message>
    <message>
        <source>Share of the range</source>
        <translation>Part de la plage</translation>
    </message>
    <message>
        <source>Voxels in the lowest per cent of the intensity range become background, as in the authors&apos; code. One very bright voxel widens the range.</source>
        <translation>Les voxels dans le pourcentage le plus bas de la plage d&apos;intensités deviennent arrière-plan, comme dans le code des auteurs. Un seul voxel très clair élargit la plage.</translation>
    </message>
    <message>
        <source>Share of the voxels</source>
        <translation>Part des voxels</translation>
    </message>
    <message>
        <source>The darkest per cent of all voxels becomes background, as in the paper&apos;s equation 1. Bright voxels do not matter; choose about the share of air in the image.</source>
        <translation>Le pourcentage le plus sombre de tous les voxels devient arrière-plan, comme dans l&apos;équation 1 de l&apos;article. Les voxels clairs n&apos;ont pas d&apos;influence&#xa0;; choisissez à peu près la part d&apos;air dans l&apos;image.</translation>
    </message>
    <message>
        <source>Outside the body</source>
        <translation>Hors du corps</translation>
    </message>
    <message>
        <source>All that lies outside the body becomes background; dark voxels inside it stay. Neither noise nor hot voxels matter.</source>
        <translation>Tout ce qui est hors du corps devient arrière-plan&#xa0;; les voxels sombres à l&apos;intérieur restent. Ni le bruit ni les voxels aberrants n&apos;ont d&apos;influence.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Aucun</translation>
    </message>
    <message>
        <source>No voxel becomes background: noise in the air becomes bright.</source>
        <translation>Aucun voxel ne devient arrière-plan&#xa0;: le bruit dans l&apos;air devient clair.</translation>
    </message>
    <message>
        <source>Maximum minus intensity</source>
        <translation>Maximum moins intensité</translation>
    </message>
    <message>
        <source>maximum - x + minimum after the clip, in the volume&apos;s own data type</source>
        <translation>maximum - x + minimum après l&apos;écrêtage, dans le type de données du volume</translation>
    </message>
    <message>
        <source>Hounsfield units</source>
        <translation>Unités Hounsfield</translation>
    </message>
    <message>
        <source>The clip range is mapped onto the window, along the tone curve; background becomes -1000 HU</source>
        <translation>La plage d&apos;écrêtage est ramenée à la fenêtre, selon la courbe tonale&#xa0;; l&apos;arrière-plan devient -1000 HU</translation>
    </message>
    <message>
        <source>Intensities stay as they are</source>
        <translation>Les intensités restent telles quelles</translation>
    </message>
    <message>
        <source>The slice views show the volume as it is</source>
        <translation>Les vues de coupe montrent le volume tel quel</translation>
    </message>
    <message>
        <source>The slice views show what the network would be given. Nothing is computed or changed; leaving the module puts the views back.</source>
        <translation>Les vues de coupe montrent ce que recevrait le réseau. Rien n&apos;est calculé ni modifié&#xa0;; les vues sont rétablies quand vous quittez le module.</translation>
    </message>
    <message>
        <source>The volume on the left, what the network would be given on the right</source>
        <translation>Le volume à gauche, ce que recevrait le réseau à droite</translation>
    </message>
    <message>
        <source>How much the preview covers the volume</source>
        <translation>À quel point l&apos;aperçu recouvre le volume</translation>
    </message>
    <message>
        <source>Darker and brighter intensities are clipped to these two. What is brighter than the upper one becomes as dark as it.</source>
        <translation>Les intensités plus sombres ou plus claires sont ramenées à ces deux bornes. Ce qui est plus clair que la borne supérieure devient aussi sombre qu&apos;elle.</translation>
    </message>
    <message>
        <source>The clip range that belongs to the mapping: 0 to 3000 as published; for Hounsfield units the 2nd to 98th percentile of the tissue</source>
        <translation>La plage d&apos;écrêtage propre au mappage&#xa0;: 0 à 3000 comme publié&#xa0;; pour les unités Hounsfield, du 2e au 98e centile des tissus</translation>
    </message>
    <message>
        <source>Which voxels are air, and stay dark instead of becoming bright</source>
        <translation>Les voxels qui sont de l&apos;air et restent sombres au lieu de devenir clairs</translation>
    </message>
    <message>
        <source>Raise it until the air in the preview is black, and no further</source>
        <translation>Augmentez-le jusqu&apos;à ce que l&apos;air soit noir dans l&apos;aperçu, et pas davantage</translation>
    </message>
    <message>
        <source>What is done to the intensities</source>
        <translation>Traitement appliqué aux intensités</translation>
    </message>
    <message>
        <source>Off keeps the sign: the control experiment, for comparison</source>
        <translation>Décoché, le signe est conservé&#xa0;: l&apos;expérience témoin, pour comparaison</translation>
    </message>
    <message>
        <source>Hounsfield units that the darkest and the brightest tissue get</source>
        <translation>Unités Hounsfield attribuées au tissu le plus sombre et au plus clair</translation>
    </message>
    <message>
        <source>Exponent of the tone curve: 1 is a straight line, less brightens the middle tones. With the preset&apos;s 0.6 abdominal organs of T1-weighted MRI come near their values in CT.</source>
        <translation>Exposant de la courbe tonale&#xa0;: 1 est une droite, moins éclaircit les tons moyens. Avec le 0,6 du préréglage, les organes abdominaux de l&apos;IRM pondérée en T1 approchent leurs valeurs en TDM.</translation>
    </message>
    <message>
        <source>Compute the inverted volume as a new volume node; the input is not changed</source>
        <translation>Calculer le volume inversé dans un nouveau nœud de volume&#xa0;; l&apos;entrée n&apos;est pas modifiée</translation>
    </message>
</context>
<context>
    <name>panel.network_choice</name>
    <message>
        <source>Fast</source>
        <translation>Rapide</translation>
    </message>
    <message>
        <source>On 3 mm voxels: seconds to minutes</source>
        <translation>Sur des voxels de 3 mm&#xa0;: de quelques secondes à quelques minutes</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Complet</translation>
    </message>
    <message>
        <source>On 1.5 mm voxels: finer, and many times slower</source>
        <translation>Sur des voxels de 1,5 mm&#xa0;: plus fin, et bien plus lent</translation>
    </message>
    <message>
        <source>{engine} (not installed)</source>
        <translation>{engine} (non installé)</translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation>Dossier d&apos;un modèle nnU-Net v2 entraîné ou d&apos;un bundle MONAI</translation>
    </message>
    <message>
        <source>{task} (no weights)</source>
        <translation>{task} (sans poids)</translation>
    </message>
    <message>
        <source>{count} structures, trained on {modality}</source>
        <translation>{count} structures, entraîné sur {modality}</translation>
    </message>
</context>
<context>
    <name>panel.node_runs</name>
    <message>
        <source>The scene was closed, so the run was stopped.</source>
        <translation>La scène a été fermée, l&apos;exécution a donc été arrêtée.</translation>
    </message>
    <message>
        <source>The result could not be put into the scene: {error}</source>
        <translation>Le résultat n&apos;a pas pu être placé dans la scène&#xa0;: {error}</translation>
    </message>
    <message>
        <source>The volume was deleted during the run; the result is a new segmentation.</source>
        <translation>Le volume a été supprimé pendant l&apos;exécution&#xa0;; le résultat est une nouvelle segmentation.</translation>
    </message>
    <message>
        <source>{reason} The result is a new segmentation.</source>
        <translation>{reason} Le résultat est une nouvelle segmentation.</translation>
    </message>
    <message>
        <source>The output was deleted during the run, so the result is a new segmentation.</source>
        <translation>La sortie a été supprimée pendant l&apos;exécution, le résultat est donc une nouvelle segmentation.</translation>
    </message>
    <message>
        <source>{name} was edited during the run, so the result is a new segmentation.</source>
        <translation>{name} a été modifiée pendant l&apos;exécution, le résultat est donc une nouvelle segmentation.</translation>
    </message>
</context>
<context>
    <name>panel.quality_texts</name>
    <message>
        <source>good</source>
        <translation>bonne</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>douteuse</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>mauvaise</translation>
    </message>
    <message>
        <source>{segment}: {reasons}.</source>
        <translation>{segment}&#xa0;: {reasons}.</translation>
    </message>
    <message>
        <source>{segment}: {grade} ({score}), {reasons}.</source>
        <translation>{segment}&#xa0;: qualité {grade} ({score}), {reasons}.</translation>
    </message>
    <message>
        <source>nothing speaks against it</source>
        <translation>rien de suspect</translation>
    </message>
    <message>
        <source>nothing was found</source>
        <translation>rien n&apos;a été trouvé</translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is small: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation>{volume_ml:.0f} ml, c&apos;est peu&#xa0;: {mean_ml:.0f} ± {sd_ml:.0f} ml chez l&apos;adulte sain</translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is large: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation>{volume_ml:.0f} ml, c&apos;est beaucoup&#xa0;: {mean_ml:.0f} ± {sd_ml:.0f} ml chez l&apos;adulte sain</translation>
    </message>
    <message>
        <source>it is cut off by the end of the scan, so its volume says little</source>
        <translation>il est coupé par le bord de l&apos;image, son volume est donc peu parlant</translation>
    </message>
    <message>
        <source>it is in {parts} parts, the largest holds {share:.0%}</source>
        <translation>il est en {parts} parties, la plus grande en représente {share:.0%}</translation>
    </message>
    <message>
        <source>{share:.0%} of it lies on the other side of the body</source>
        <translation>{share:.0%} de son volume se trouve de l&apos;autre côté du corps</translation>
    </message>
    <message>
        <source>{share:.0%} of it lies outside the body</source>
        <translation>{share:.0%} de son volume se trouve hors du corps</translation>
    </message>
    <message>
        <source>the network is unsure (confidence {confidence:.2f})</source>
        <translation>le réseau est incertain (confiance {confidence:.2f})</translation>
    </message>
    <message>
        <source>the settings disagree by {disagreement:.2f}</source>
        <translation>les réglages divergent de {disagreement:.2f}</translation>
    </message>
    <message>
        <source>a second result differs (Dice {dice:.2f})</source>
        <translation>un second résultat diffère (Dice {dice:.2f})</translation>
    </message>
</context>
<context>
    <name>panel.quality_view</name>
    <message>
        <source>Quality is being judged...</source>
        <translation>Évaluation de la qualité...</translation>
    </message>
    <message>
        <source>Quality is told without ground truth: select a segment for its reasons.</source>
        <translation>La qualité est estimée sans vérité terrain&#xa0;: sélectionnez un segment pour en voir les raisons.</translation>
    </message>
</context>
<context>
    <name>panel.readiness_notice</name>
    <message>
        <source>Install...</source>
        <translation>Installer...</translation>
    </message>
    <message>
        <source>Choose a folder...</source>
        <translation>Choisir un dossier...</translation>
    </message>
    <message>
        <source>Look and agree...</source>
        <translation>Examiner et accepter...</translation>
    </message>
    <message>
        <source>Look at that machine...</source>
        <translation>Examiner cette machine...</translation>
    </message>
    <message>
        <source>Get weights...</source>
        <translation>Obtenir les poids...</translation>
    </message>
    <message>
        <source>The model {model} runs this code on your machine:

{code}

Do you trust it?</source>
        <translation>Le modèle {model} exécute ce code sur votre machine&#xa0;:

{code}

Lui faites-vous confiance&#xa0;?</translation>
    </message>
    <message>
        <source>Code in a model</source>
        <translation>Code dans un modèle</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>Dossier du modèle</translation>
    </message>
</context>
<context>
    <name>panel.remote_section</name>
    <message>
        <source>This machine</source>
        <translation>Cette machine</translation>
    </message>
    <message>
        <source>Nothing leaves this machine</source>
        <translation>Rien ne quitte cette machine</translation>
    </message>
    <message>
        <source>Volumes go there by ssh, and results come back</source>
        <translation>Les volumes y sont envoyés par ssh, et les résultats en reviennent</translation>
    </message>
    <message>
        <source>Prepare a machine</source>
        <translation>Préparer une machine</translation>
    </message>
    <message>
        <source>Remove from a machine</source>
        <translation>Supprimer d&apos;une machine</translation>
    </message>
    <message>
        <source>It was stopped; what is half-made there is cleared by the next time.</source>
        <translation>Arrêté&#xa0;; ce qui y est resté inachevé sera nettoyé la prochaine fois.</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Attendez la fin du travail en cours</translation>
    </message>
    <message>
        <source>Testing...</source>
        <translation>Test...</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Tester la connexion</translation>
    </message>
    <message>
        <source>Log in there, and look what is there</source>
        <translation>S&apos;y connecter, et regarder ce qui s&apos;y trouve</translation>
    </message>
    <message>
        <source>The machine is being asked</source>
        <translation>La machine est en cours d&apos;interrogation</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation>Préparer...</translation>
    </message>
    <message>
        <source>Put InvertSeg and the chosen engine there, after asking</source>
        <translation>Y placer InvertSeg et le moteur choisi, après confirmation</translation>
    </message>
    <message>
        <source>Test the connection first</source>
        <translation>Testez d&apos;abord la connexion</translation>
    </message>
    <message>
        <source>Remove from that machine what was put there, after asking</source>
        <translation>Supprimer de cette machine ce qui y a été placé, après confirmation</translation>
    </message>
    <message>
        <source>Take this machine out of the list</source>
        <translation>Retirer cette machine de la liste</translation>
    </message>
    <message>
        <source>Asking {host}...</source>
        <translation>Interrogation de {host}...</translation>
    </message>
    <message>
        <source>The connection has not been tested yet.</source>
        <translation>La connexion n&apos;a pas encore été testée.</translation>
    </message>
</context>
<context>
    <name>panel.remote_texts</name>
    <message>
        <source>{engine} and InvertSeg itself will be put onto {host}, over ssh, into a folder of their own in your home there:

~/.local/share/invertseg

Nothing else of that machine changes; it needs Python, several GB of disk, and a way to the package index. What is there already stays.</source>
        <translation>{engine} et InvertSeg lui-même seront placés sur {host}, par ssh, dans un dossier à part de votre répertoire personnel&#xa0;:

~/.local/share/invertseg

Rien d&apos;autre ne change sur cette machine&#xa0;; il lui faut Python, plusieurs GB de disque et un accès à l&apos;index des paquets. Ce qui s&apos;y trouve déjà reste en place.</translation>
    </message>
    <message>
        <source>InvertSeg, its engines and the models that were sent to {host} will be removed there. Weights stay.</source>
        <translation>InvertSeg, ses moteurs et les modèles envoyés à {host} y seront supprimés. Les poids restent en place.</translation>
    </message>
</context>
<context>
    <name>panel.review_section</name>
    <message>
        <source>There are no segments yet</source>
        <translation>Il n&apos;y a pas encore de segments</translation>
    </message>
    <message>
        <source>Open the Segment Editor, with the MRI as its source</source>
        <translation>Ouvrir le Segment Editor, avec l&apos;IRM comme source</translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation>Exporter en .seg.nrrd, carte d&apos;étiquettes ou DICOM SEG</translation>
    </message>
    <message>
        <source>Saved {files}.</source>
        <translation>Exporté&#xa0;: {files}.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> et </translation>
    </message>
    <message>
        <source>This structure was not found in the volume.</source>
        <translation>Cette structure n&apos;a pas été trouvée dans le volume.</translation>
    </message>
    <message>
        <source>{count} segments, {volume} ml.</source>
        <translation>{count} segments, {volume} ml.</translation>
    </message>
    <message>
        <source>{count} not found.</source>
        <translation>{count} non trouvés.</translation>
    </message>
    <message>
        <source>Segmentation (*.seg.nrrd)</source>
        <translation>Segmentation (*.seg.nrrd)</translation>
    </message>
    <message>
        <source>Label map (*.nii.gz *.nrrd)</source>
        <translation>Carte d&apos;étiquettes (*.nii.gz *.nrrd)</translation>
    </message>
    <message>
        <source>DICOM SEG (*.dcm)</source>
        <translation>DICOM SEG (*.dcm)</translation>
    </message>
    <message>
        <source>Save the segmentation</source>
        <translation>Exporter la segmentation</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} existe déjà. Le remplacer&#xa0;?</translation>
    </message>
    <message>
        <source>Replace a file?</source>
        <translation>Remplacer un fichier&#xa0;?</translation>
    </message>
</context>
<context>
    <name>panel.run_controls</name>
    <message>
        <source>Nothing was found. Is it a T1-weighted MRI? Look at the inversion, or try another preset.</source>
        <translation>Rien n&apos;a été trouvé. Est-ce une IRM pondérée en T1&#xa0;? Regardez l&apos;inversion, ou essayez un autre préréglage.</translation>
    </message>
    <message>
        <source>{count} structures in {duration}.</source>
        <translation>{count} structures en {duration}.</translation>
    </message>
    <message>
        <source>{count} structures.</source>
        <translation>{count} structures.</translation>
    </message>
    <message>
        <source>{count} were not found.</source>
        <translation>{count} n&apos;ont pas été trouvées.</translation>
    </message>
    <message>
        <source>{count} segments stayed as they were.</source>
        <translation>{count} segments sont restés tels quels.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation>Annulé. Rien n&apos;a été modifié.</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>Annulation...</translation>
    </message>
    <message>
        <source>The engine stops at its next step, or is ended if it does not</source>
        <translation>Le moteur s&apos;arrête à sa prochaine étape, sinon il est interrompu</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop this run; nothing in the scene changes</source>
        <translation>Arrêter cette exécution&#xa0;; rien ne change dans la scène</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmenter</translation>
    </message>
    <message>
        <source>Invert the volume and segment it in the background</source>
        <translation>Inverser le volume et le segmenter en tâche de fond</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Annulation</translation>
    </message>
</context>
<context>
    <name>panel.sample_data</name>
    <message>
        <source>Making the synthetic patient, a few seconds...</source>
        <translation>Création du patient synthétique, quelques secondes...</translation>
    </message>
</context>
<context>
    <name>panel.segmentation_section</name>
    <message>
        <source>{name} holds segments that were edited by hand, and the new result will replace them.

Undo brings them back. To keep them, choose a new segmentation as output, or merge.</source>
        <translation>{name} contient des segments modifiés à la main, et le nouveau résultat les remplacera.

«&#xa0;Restaurer&#xa0;» les fait revenir. Pour les garder, choisissez une nouvelle segmentation comme sortie, ou fusionnez.</translation>
    </message>
    <message>
        <source>Replace edited segments?</source>
        <translation>Remplacer les segments modifiés&#xa0;?</translation>
    </message>
    <message>
        <source>Replace the earlier result</source>
        <translation>Remplacer le résultat précédent</translation>
    </message>
    <message>
        <source>Segments that you have added stay</source>
        <translation>Les segments que vous avez ajoutés restent</translation>
    </message>
    <message>
        <source>Add beside it</source>
        <translation>Ajouter à côté</translation>
    </message>
    <message>
        <source>Nothing changes; equal names get a number</source>
        <translation>Rien ne change&#xa0;; les noms identiques reçoivent un numéro</translation>
    </message>
    <message>
        <source>Merge into it</source>
        <translation>Fusionner avec lui</translation>
    </message>
    <message>
        <source>Segments that were edited by hand stay as they are</source>
        <translation>Les segments modifiés à la main restent tels quels</translation>
    </message>
    <message>
        <source>Choose at least one structure.</source>
        <translation>Choisissez au moins une structure.</translation>
    </message>
    <message>
        <source>Settings are being tried; wait for the end, or stop it below.</source>
        <translation>Des réglages sont à l&apos;essai&#xa0;; attendez la fin, ou arrêtez l&apos;essai ci-dessous.</translation>
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
        <translation>Alertes</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualité</translation>
    </message>
    <message>
        <source>Differ</source>
        <translation>Écart</translation>
    </message>
    <message>
        <source>0 to 1, told without ground truth. It ranks; it is no probability and no Dice coefficient.</source>
        <translation>De 0 à 1, estimée sans vérité terrain. Elle sert à classer&#xa0;; ce n&apos;est ni une probabilité ni un coefficient de Dice.</translation>
    </message>
    <message>
        <source>How far the settings&apos; own results are apart: 0 where they agree, up to 1</source>
        <translation>À quel point les résultats des différents réglages s&apos;écartent&#xa0;: 0 s&apos;ils concordent, jusqu&apos;à 1</translation>
    </message>
</context>
<context>
    <name>panel.slicer_pip</name>
    <message>
        <source>pip could not install {names}</source>
        <translation>pip n&apos;a pas pu installer {names}</translation>
    </message>
    <message>
        <source>pip could not remove {names}</source>
        <translation>pip n&apos;a pas pu supprimer {names}</translation>
    </message>
    <message>
        <source>{package} is a build of Slicer&apos;s own, which pip has not.</source>
        <translation>{package} est une version propre à Slicer, que pip n&apos;a pas.</translation>
    </message>
    <message>
        <source>{package} could not be put back</source>
        <translation>{package} n&apos;a pas pu être remis en place</translation>
    </message>
    <message>
        <source>Look at the log, and try again.</source>
        <translation>Consultez le journal et réessayez.</translation>
    </message>
</context>
<context>
    <name>panel.slicer_python</name>
    <message>
        <source>PyTorch, by the extension PyTorch</source>
        <translation>PyTorch, par l&apos;extension PyTorch</translation>
    </message>
    <message>
        <source>nnU-Net, by the extension NNUNet</source>
        <translation>nnU-Net, par l&apos;extension NNUNet</translation>
    </message>
    <message>
        <source>Packages of {engine}</source>
        <translation>Paquets de {engine}</translation>
    </message>
    <message>
        <source>Comparing Slicer&apos;s packages with those before</source>
        <translation>Comparaison des paquets de Slicer avec ceux d&apos;avant</translation>
    </message>
    <message>
        <source>taking out {names}</source>
        <translation>retrait de {names}</translation>
    </message>
    <message>
        <source>The extension PyTorch could not install PyTorch</source>
        <translation>L&apos;extension PyTorch n&apos;a pas pu installer PyTorch</translation>
    </message>
    <message>
        <source>The extension PyTorch did not install PyTorch.</source>
        <translation>L&apos;extension PyTorch n&apos;a pas installé PyTorch.</translation>
    </message>
    <message>
        <source>Try again in its module.</source>
        <translation>Réessayez dans son module.</translation>
    </message>
    <message>
        <source>the extension NNUNet did not install it; it is installed without</source>
        <translation>l&apos;extension NNUNet ne l&apos;a pas installé&#xa0;; l&apos;installation se fait sans elle</translation>
    </message>
    <message>
        <source>{names} could not be installed into Slicer&apos;s Python.</source>
        <translation>{names}&#xa0;: installation impossible dans le Python de Slicer.</translation>
    </message>
    <message>
        <source>Look at the log; without network, or behind a proxy, pip reaches no packages.</source>
        <translation>Consultez le journal&#xa0;; sans connexion, ou derrière un proxy, pip n&apos;accède à aucun paquet.</translation>
    </message>
    <message>
        <source>Slicer&apos;s own packages were changed by the installation: {names}.</source>
        <translation>Des paquets de Slicer ont été modifiés par l&apos;installation&#xa0;: {names}.</translation>
    </message>
    <message>
        <source>Put them back before Slicer is restarted.</source>
        <translation>Remettez-les en place avant de redémarrer Slicer.</translation>
    </message>
    <message>
        <source>Slicer&apos;s Python has no PyTorch, and the extension PyTorch, which installs it, is not there.</source>
        <translation>Le Python de Slicer n&apos;a pas PyTorch, et l&apos;extension PyTorch, qui l&apos;installe, est absente.</translation>
    </message>
    <message>
        <source>Install PyTorch in the Extensions Manager and restart Slicer.</source>
        <translation>Installez PyTorch dans le gestionnaire d&apos;extensions et redémarrez Slicer.</translation>
    </message>
    <message>
        <source>{engine} needs {requirement}, and Slicer&apos;s Python has {version}, which stays as it is.</source>
        <translation>{engine} a besoin de {requirement}, et le Python de Slicer a {version}, qui reste tel quel.</translation>
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
        <translation>Toutes celles que le réseau connaît</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>Toutes ({count})</translation>
    </message>
    <message>
        <source>None of {count}</source>
        <translation>Aucune sur {count}</translation>
    </message>
    <message>
        <source>{chosen} of {count}</source>
        <translation>{chosen} sur {count}</translation>
    </message>
    <message>
        <source>Abdominal organs</source>
        <translation>Organes abdominaux</translation>
    </message>
    <message>
        <source>Chest</source>
        <translation>Thorax</translation>
    </message>
    <message>
        <source>Vessels</source>
        <translation>Vaisseaux</translation>
    </message>
    <message>
        <source>Spine</source>
        <translation>Rachis</translation>
    </message>
    <message>
        <source>Ribs and sternum</source>
        <translation>Côtes et sternum</translation>
    </message>
    <message>
        <source>Bones</source>
        <translation>Os</translation>
    </message>
    <message>
        <source>Muscles</source>
        <translation>Muscles</translation>
    </message>
    <message>
        <source>Head and neck</source>
        <translation>Tête et cou</translation>
    </message>
</context>
<context>
    <name>panel.surfaces_button</name>
    <message>
        <source>Show the surfaces of the visible segments in the 3D views</source>
        <translation>Afficher les surfaces des segments visibles dans les vues 3D</translation>
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
        <translation>encore quelques secondes</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>encore {seconds} s environ</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>encore {minutes} min environ</translation>
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
        <translation>environ {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>environ {minutes} min</translation>
    </message>
    <message>
        <source>{size} voxels of {spacing} mm, intensities {low} to {high}</source>
        <translation>{size} voxels de {spacing} mm, intensités de {low} à {high}</translation>
    </message>
    <message>
        <source>{facts}; looks like {kind} ({why})</source>
        <translation>{facts}&#xa0;; ressemble à {kind} ({why})</translation>
    </message>
</context>
<context>
    <name>panel.tuning_results</name>
    <message>
        <source>proposed</source>
        <translation>proposé</translation>
    </message>
    <message>
        <source>Select a picture to use its setting, or to take its segments.</source>
        <translation>Sélectionnez une vignette pour utiliser son réglage ou prendre ses segments.</translation>
    </message>
    <message>
        <source>Select a picture first</source>
        <translation>Sélectionnez d&apos;abord une vignette</translation>
    </message>
    <message>
        <source>Set the inversion so, for this scan and others like it</source>
        <translation>Régler ainsi l&apos;inversion, pour cette image et d&apos;autres semblables</translation>
    </message>
    <message>
        <source>Set the inversion to the best single setting: {setting}</source>
        <translation>Régler l&apos;inversion sur le meilleur réglage pris seul&#xa0;: {setting}</translation>
    </message>
    <message>
        <source>Put this result into the scene as a new segmentation; nothing is replaced</source>
        <translation>Placer ce résultat dans la scène comme nouvelle segmentation&#xa0;; rien n&apos;est remplacé</translation>
    </message>
</context>
<context>
    <name>panel.tuning_section</name>
    <message>
        <source>The inversion is set to: {setting}.</source>
        <translation>L&apos;inversion est réglée sur&#xa0;: {setting}.</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volume</translation>
    </message>
    <message>
        <source>{volume} segmentation, {setting}</source>
        <translation>Segmentation de {volume}, {setting}</translation>
    </message>
    <message>
        <source>A new segmentation is in the scene: {setting}.</source>
        <translation>Une nouvelle segmentation est dans la scène&#xa0;: {setting}.</translation>
    </message>
    <message>
        <source>The volume was changed or deleted meanwhile, so no more settings were tried.</source>
        <translation>Le volume a été modifié ou supprimé entre-temps, l&apos;essai des réglages s&apos;est donc arrêté.</translation>
    </message>
    <message>
        <source>Stopped after {done} of {total} settings. Nothing is lost: start again to go on.</source>
        <translation>Arrêté après {done} réglages sur {total}. Rien n&apos;est perdu&#xa0;: relancez pour continuer.</translation>
    </message>
    <message>
        <source>{total} settings were tried.</source>
        <translation>{total} réglages ont été essayés.</translation>
    </message>
    <message>
        <source>Choose a volume first</source>
        <translation>Choisissez d&apos;abord un volume</translation>
    </message>
    <message>
        <source>Wait for the end of the run</source>
        <translation>Attendez la fin de l&apos;exécution</translation>
    </message>
    <message>
        <source>The preset none leaves the voxels as they are: there is nothing to tune</source>
        <translation>Le préréglage Aucun laisse les voxels tels quels&#xa0;: il n&apos;y a rien à ajuster</translation>
    </message>
    <message>
        <source>Stopping...</source>
        <translation>Arrêt...</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>Try no more, and compare what was tried; nothing is lost</source>
        <translation>Cesser les essais et comparer ce qui a été essayé&#xa0;; rien n&apos;est perdu</translation>
    </message>
    <message>
        <source>Try settings</source>
        <translation>Essayer des réglages</translation>
    </message>
    <message>
        <source>Results are listed below as they come. Another volume, another network or another inversion to start from begins a new list.</source>
        <translation>Les résultats s&apos;affichent ci-dessous au fur et à mesure. Un autre volume, un autre réseau ou une autre inversion de départ commence une nouvelle liste.</translation>
    </message>
</context>
<context>
    <name>panel.tuning_texts</name>
    <message>
        <source>Tone curves, about {count}</source>
        <translation>Courbes tonales, environ {count}</translation>
    </message>
    <message>
        <source>The setting as it is and four other tone curves, which matter most</source>
        <translation>Le réglage tel quel et quatre autres courbes tonales, celles qui comptent le plus</translation>
    </message>
    <message>
        <source>All kinds, about {count}</source>
        <translation>Tous types, environ {count}</translation>
    </message>
    <message>
        <source>Tone curves, windows, clip ranges, background, the published recipe, the other sign</source>
        <translation>Courbes tonales, fenêtres, plages d&apos;écrêtage, arrière-plan, la recette publiée, le signe opposé</translation>
    </message>
    <message>
        <source>The network runs about {count} times.</source>
        <translation>Le réseau s&apos;exécute environ {count} fois.</translation>
    </message>
    <message>
        <source>The network runs about {count} times: {duration}, by its last run.</source>
        <translation>Le réseau s&apos;exécute environ {count} fois&#xa0;: {duration}, d&apos;après sa dernière exécution.</translation>
    </message>
    <message>
        <source>Comparing the results...</source>
        <translation>Comparaison des résultats...</translation>
    </message>
    <message>
        <source>Setting {number} of {total}: {setting}</source>
        <translation>Réglage {number} sur {total}&#xa0;: {setting}</translation>
    </message>
    <message>
        <source>Tone curve {exponent}</source>
        <translation>Courbe tonale {exponent}</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Tous ensemble</translation>
    </message>
    <message>
        <source>As it was set</source>
        <translation>Réglage initial</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Calibré</translation>
    </message>
    <message>
        <source>Wider window</source>
        <translation>Fenêtre plus large</translation>
    </message>
    <message>
        <source>Narrower window</source>
        <translation>Fenêtre plus étroite</translation>
    </message>
    <message>
        <source>Inner window</source>
        <translation>Fenêtre intérieure</translation>
    </message>
    <message>
        <source>Wider clip range</source>
        <translation>Écrêtage plus large</translation>
    </message>
    <message>
        <source>Narrower clip range</source>
        <translation>Écrêtage plus étroit</translation>
    </message>
    <message>
        <source>Dark tissue black</source>
        <translation>Tissus sombres en noir</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>Comme publié</translation>
    </message>
    <message>
        <source>Other sign</source>
        <translation>Signe opposé</translation>
    </message>
    <message>
        <source>{score}, best single</source>
        <translation>{score}, meilleur seul</translation>
    </message>
    <message>
        <source>The best single setting has the other sign: this may be no T1-weighted MRI. Look at its result first; what most settings agree on is probably wrong.</source>
        <translation>Le meilleur réglage seul a le signe opposé : ce n&apos;est peut-être pas une IRM pondérée en T1. Regardez d&apos;abord son résultat ; ce sur quoi la plupart des réglages s&apos;accordent est probablement faux.</translation>
    </message>
    <message>
        <source>All together: each structure where a majority of the settings has it, those that look better counting more.</source>
        <translation>Tous ensemble&#xa0;: chaque structure là où une majorité de réglages la trouve, ceux qui semblent meilleurs comptant davantage.</translation>
    </message>
    <message>
        <source>{setting}: {score}. {structures}.</source>
        <translation>{setting}&#xa0;: {score}. {structures}.</translation>
    </message>
    <message>
        <source>{setting}: {score}.</source>
        <translation>{setting}&#xa0;: {score}.</translation>
    </message>
</context>
<context>
    <name>panel.volume_section</name>
    <message>
        <source>Choose a T1-weighted MRI. To load one, use Add Data or the DICOM module.</source>
        <translation>Choisissez une IRM pondérée en T1. Pour en charger une, utilisez «&#xa0;Ajouter des données&#xa0;» ou le module DICOM.</translation>
    </message>
</context>
<context>
    <name>panel.weights_texts</name>
    <message>
        <source>{engine} runs a model folder of yours, which you choose in Segmentation.</source>
        <translation>{engine} exécute un modèle dont vous choisissez le dossier dans «&#xa0;Segmentation&#xa0;».</translation>
    </message>
    <message>
        <source>Install {engine} to see its tasks: its package knows them.</source>
        <translation>Installez {engine} pour voir ses tâches&#xa0;: c&apos;est son paquet qui les connaît.</translation>
    </message>
    <message>
        <source>{here} of {count} tasks have their weights.</source>
        <translation>{here} tâches sur {count} ont leurs poids.</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>rapide</translation>
    </message>
    <message>
        <source>full</source>
        <translation>complet</translation>
    </message>
    <message>
        <source>{here} of {count}</source>
        <translation>{here} sur {count}</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrompu</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Présents</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Absents</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Endommagés</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Select a task first</source>
        <translation>Sélectionnez d&apos;abord une tâche</translation>
    </message>
    <message>
        <source>They are here already</source>
        <translation>Ils sont déjà présents</translation>
    </message>
    <message>
        <source>Its publisher asks for a licence number; get the weights from there, then import them</source>
        <translation>Son éditeur demande un numéro de licence&#xa0;; procurez-vous les poids auprès de lui, puis importez-les</translation>
    </message>
    <message>
        <source>Remove what is damaged first</source>
        <translation>Supprimez d&apos;abord ce qui est endommagé</translation>
    </message>
    <message>
        <source>The installed package does not say where they are published; import them</source>
        <translation>Le paquet installé n&apos;indique pas où ils sont publiés&#xa0;; importez-les</translation>
    </message>
    <message>
        <source>They are not here</source>
        <translation>Ils sont absents</translation>
    </message>
    <message>
        <source>Other tasks need them too</source>
        <translation>D&apos;autres tâches en ont aussi besoin</translation>
    </message>
    <message>
        <source>You may not change the folder they are in</source>
        <translation>Vous n&apos;avez pas le droit de modifier le dossier où ils sont</translation>
    </message>
    <message>
        <source>an unknown size</source>
        <translation>une taille inconnue</translation>
    </message>
    <message>
        <source>more than {size}</source>
        <translation>plus de {size}</translation>
    </message>
    <message>
        <source>The weights of {task} will be downloaded from where {engine} publishes them: {count} archives, {total} together.</source>
        <translation>Les poids de {task} seront téléchargés là où {engine} les publie&#xa0;: {count} archives, {total} en tout.</translation>
    </message>
    <message>
        <source>{size} are here from an interrupted download.</source>
        <translation>{size} sont déjà présents, d&apos;un téléchargement interrompu.</translation>
    </message>
    <message>
        <source>Their publisher gives no checksums to compare them with.</source>
        <translation>Leur éditeur ne fournit pas de sommes de contrôle pour les vérifier.</translation>
    </message>
    <message>
        <source>The weights of {task} will be deleted:

{folders}</source>
        <translation>Les poids de {task} seront supprimés&#xa0;:

{folders}</translation>
    </message>
    <message>
        <source>InvertSeg has not put all of them there; other programs may use them.</source>
        <translation>InvertSeg ne les y a pas tous placés&#xa0;; d&apos;autres programmes peuvent les utiliser.</translation>
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

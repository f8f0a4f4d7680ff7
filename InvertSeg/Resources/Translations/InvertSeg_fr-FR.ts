<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr_FR">
<context>
    <name>Engines</name>
    <message>
        <source>Runs in:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%p %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the installer prints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared folder:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put new weights into the shared folder, for all its users</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New weights go there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of everything that is installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>InvertSeg</name>
    <message>
        <source>Volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volume:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The T1-weighted MRI to segment. It is never changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vtkMRMLScalarVolumeNode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time point:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which volume of the sequence is shown, inverted and segmented</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preset:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Preview:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Opacity:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clip range:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Background:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threshold:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Mapping:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bright becomes dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window (HU):</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tone curve:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Create inverted volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review and refine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engines and weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For research, not for clinical use.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>InvertSeg</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&lt;p&gt;Segments T1-weighted MRI with networks that were trained on CT. The MRI is inverted (bright becomes dark) and its background made black, so that it looks enough like CT for TotalSegmentator, nnU-Net models and MONAI bundles. The result is an ordinary segmentation that you correct in the Segment Editor.&lt;/p&gt;&lt;p&gt;CT is segmented as it is, with the preset &lt;i&gt;none&lt;/i&gt;. T2-weighted MRI is not helped by inversion.&lt;/p&gt;&lt;p&gt;Networks run in a process of their own on this computer. Nothing is sent anywhere.&lt;/p&gt;&lt;p&gt;&lt;b&gt;For research, not for clinical use.&lt;/b&gt;&lt;/p&gt;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The method is by {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Cite it, and the network that you ran.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Remote</name>
    <message>
        <source>Where networks run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run on:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name another machine, for example one with a graphics card</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A name, user@name, or a Host of your ssh configuration. Logging in there with ssh must work without a password: by a key or an agent.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As ssh takes it: user@machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>OK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Segmentation:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The segments are listed here after a run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>List the segments of the lowest quality first, to begin with them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Over the slice views, from dark red where a few settings differ to pale yellow where most do; nothing where they agree. Look there first. Leaving the module puts the views back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show where the settings disagree</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much it covers the scan</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the Segment Editor on this segmentation, with the MRI as its source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Edit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the surfaces of the visible segments in the 3D view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bring back the segments as they were before the last run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Undo run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Segmentation</name>
    <message>
        <source>Engine:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Task:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the network finds, as the installed package lists it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The fast network works on 3 mm voxels, the full ones on 1.5 mm</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>InvertSegModel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Structures:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the list to choose from</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search structures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose all that are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose none of those that are listed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose one group of structures</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Groups</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ensemble:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Device:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the network computes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Output:</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the segments go; a new segmentation where none is chosen</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>New segmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A small network that comes with InvertSeg, trained on a synthetic patient: to see how everything works, not for patients</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use the demo model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%p %</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what the engine prints</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network stays in memory, so that the next run starts at once. Release it to free the device for other work.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Release the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.device_choice</name>
    <message>
        <source>Automatic</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The first graphics card that can be used, else the processor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Automatic, on {machine}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This volume will need about {needed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only {free} are free: close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{free} are free.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{device}, {free} free</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_folder</name>
    <message>
        <source>{folder} (not made yet)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing was installed yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install into another folder from now on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment variable INVERTSEG_HOME says where it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete all engines and weights that InvertSeg has put there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting its size...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder for engines and weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Engines and weights are in {folder} from now on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was installed before stays in {folder}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All engines and weights that InvertSeg has put into this folder will be deleted:

{folder}

Your scans, segmentations and model folders are elsewhere and stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Delete everything installed?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size}; {free} are free on its disk.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_job</name>
    <message>
        <source>Stopping...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_section</name>
    <message>
        <source>A private environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder that InvertSeg makes and owns; nothing of Slicer&apos;s own Python changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slicer&apos;s own Python</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For those who have the extensions PyTorch and NNUNet; packages are added to Slicer&apos;s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update an engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install an engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove an engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install into Slicer&apos;s own Python?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put them back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An environment variable names the Python of this engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Where the packages of this engine are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing that is in Slicer&apos;s own Python is changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing that InvertSeg has put there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask, then remove {engine}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_slicer</name>
    <message>
        <source>Removing packages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting back {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slicer&apos;s Python could not be changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_table</name>
    <message>
        <source>Engine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At work...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_texts</name>
    <message>
        <source>Not installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Yours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its installation was interrupted. Resume goes on with what was downloaded.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It began on {time}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its environment is not complete. Install it again; what was downloaded is kept.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Python {version}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>PyTorch {version} for {kind}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>installed {time}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An environment variable names its Python: {python}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version of InvertSeg asks for other packages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install again...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Update...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask, then bring {engine} to the newest versions that go together</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with what was downloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask, then install {engine}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{engine} will be installed into a folder of its own:

{folder}

Its packages come from PyPI, the Python Package Index, and take several GB of disk and some minutes. Slicer&apos;s own packages stay as they are, and you can go on working.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{engine} will be brought to the newest versions that go together. Where there are any, its environment is made anew beside the present one, which stays until the new one is complete:

{folder}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{engine} will be installed into Slicer&apos;s own Python, and Slicer has to wait until that is done, for some minutes. These packages are added, with what they need:

{packages}

None that is there now is changed; {protected} are compared before and after. torch comes by the extension PyTorch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>none; other engines need them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These packages, which InvertSeg has added for {engine}, will be removed from Slicer&apos;s own Python:

{names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The environment of {engine} will be deleted:

{folder}

Its weights stay.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Installing {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Updating {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Going on with {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading the weights of {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Importing weights of {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Removing the weights of {what}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deleting everything that InvertSeg has installed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting Slicer&apos;s packages back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Looking which packages it needs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Putting files into their place</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Checking that everything can be loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{step}: {done}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{step}: {done} of {total}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What was downloaded is kept: the next time goes on from there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} was removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {what} were imported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {what} are here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {what} were removed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Everything that InvertSeg had installed was deleted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slicer&apos;s packages are as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is ready.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>GPUs of AMD</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CPU</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.engines_weights</name>
    <message>
        <source>Task</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archive, as its publisher packs it...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Download weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking the publisher how large they are...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Weights, as their publisher packs them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Archives (*.zip)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with weights</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder with weights that several users share</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A folder with weights that several users share; it may be read-only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import weights that you have as a file, without internet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask how large they are, then download them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask, then delete them</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.ensemble_choice</name>
    <message>
        <source>The preset none leaves the voxels as they are: there are no settings to average over</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network runs {count} times, which takes about {count} times as long.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network runs {count} times: {duration}, by its last run.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{ensemble}: {count} runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The network runs once, on the inversion as it is set</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tone curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From a strongly brightened to a straight tone curve; probabilities are averaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tone curves, sensitive</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The same, but background counts half: finds what only some settings show</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tone curves and windows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tone curves, three of them with a wider window as well</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs the network on several settings of the inversion and averages its answers: close to the best setting for this patient without knowing it. Where they disagree can be shown afterwards.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.histogram_widget</name>
    <message>
        <source>Histogram of the intensities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} {value:g}: drag it, or move it with the arrow keys</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intensity {value:.4g}; {share:.1f} % of the voxels are darker</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>End of the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Low end of the clip range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>High end of the clip range</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.installing</name>
    <message>
        <source>The installer could not be started.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install Slicer again if this stays so.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installer ended unexpectedly ({code}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again; the log says what it did last.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.inversion_display</name>
    <message>
        <source>Choose a volume first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this preset nothing is computed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to reset: these are the settings for {engine}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Back to the settings for {engine}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The body&apos;s outline is shown roughly, by its threshold alone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch the preview on first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a volume to see its histogram</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No finite intensity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Counting intensities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this preset nothing is clipped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this preset nothing becomes background.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The body is found without a threshold of yours.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without background there is no threshold.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>With this preset nothing is inverted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only for the mapping to Hounsfield units.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.inversion_section</name>
    <message>
        <source>Created {name}.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.inversion_texts</name>
    <message>
        <source>Published: {engines}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For CT networks that normalize intensities themselves: clip to 0..3000, take every voxel from the maximum, the darkest 1 % of the range becomes background. As published, voxel for voxel.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Calibrated: {engines}, demo</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For CT networks that expect Hounsfield units: the body&apos;s intensities are mapped into a window of soft tissue, air becomes -1000 HU.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None: {engines}, CT scans</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intensities stay as they are: for networks trained on MRI, and for CT scans.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Values that belong to no preset</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the range</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Voxels in the lowest per cent of the intensity range become background, as in the authors&apos; code. One very bright voxel widens the range.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Share of the voxels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The darkest per cent of all voxels becomes background, as in the paper&apos;s equation 1. Bright voxels do not matter; choose about the share of air in the image.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Outside the body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that lies outside the body becomes background; dark voxels inside it stay. Neither noise nor hot voxels matter.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No voxel becomes background: noise in the air becomes bright.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Maximum minus intensity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>maximum - x + minimum after the clip, in the volume&apos;s own data type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip range is mapped onto the window, along the tone curve; background becomes -1000 HU</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Intensities stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slice views show the volume as it is</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slice views show what the network would be given. Nothing is computed or changed; leaving the module puts the views back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The volume on the left, what the network would be given on the right</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How much the preview covers the volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Darker and brighter intensities are clipped to these two. What is brighter than the upper one becomes as dark as it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The clip range that belongs to the mapping: 0 to 3000 as published; for Hounsfield units the 2nd to 98th percentile of the tissue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Which voxels are air, and stay dark instead of becoming bright</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Raise it until the air in the preview is black, and no further</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is done to the intensities</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Off keeps the sign: the control experiment, for comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hounsfield units that the darkest and the brightest tissue get</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exponent of the tone curve: 1 is a straight line, less brightens the middle tones. With the preset&apos;s 0.6 abdominal organs of T1-weighted MRI come near their values in CT.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compute the inverted volume as a new volume node; the input is not changed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.network_choice</name>
    <message>
        <source>Fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On 3 mm voxels: seconds to minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>On 1.5 mm voxels: finer, and many times slower</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{engine} (not installed)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{task} (no weights)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} structures, trained on {modality}</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.node_runs</name>
    <message>
        <source>The scene was closed, so the run was stopped.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The result could not be put into the scene: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The volume was deleted during the run; the result is a new segmentation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{reason} The result is a new segmentation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The output was deleted during the run, so the result is a new segmentation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} was edited during the run, so the result is a new segmentation.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.quality_texts</name>
    <message>
        <source>good</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>poor</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{segment}: {reasons}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{segment}: {grade} ({score}), {reasons}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing speaks against it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nothing was found</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is small: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is large: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is cut off by the end of the scan, so its volume says little</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it is in {parts} parts, the largest holds {share:.0%}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share:.0%} of it lies on the other side of the body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{share:.0%} of it lies outside the body</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the network is unsure (confidence {confidence:.2f})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the settings disagree by {disagreement:.2f}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a second result differs (Dice {dice:.2f})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.quality_view</name>
    <message>
        <source>Quality is being judged...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality is told without ground truth: select a segment for its reasons.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.readiness_notice</name>
    <message>
        <source>Install...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a folder...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look and agree...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at that machine...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Get weights...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model {model} runs this code on your machine:

{code}

Do you trust it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code in a model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.remote_section</name>
    <message>
        <source>This machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing leaves this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Volumes go there by ssh, and results come back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from a machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It was stopped; what is half-made there is cleared by the next time.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Testing...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log in there, and look what is there</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The machine is being asked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put InvertSeg and the chosen engine there, after asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test the connection first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove from that machine what was put there, after asking</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Take this machine out of the list</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking {host}...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection has not been tested yet.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.remote_texts</name>
    <message>
        <source>{engine} and InvertSeg itself will be put onto {host}, over ssh, into a folder of their own in your home there:

~/.local/share/invertseg

Nothing else of that machine changes; it needs Python, several GB of disk, and a way to the package index. What is there already stays.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>InvertSeg, its engines and the models that were sent to {host} will be removed there. Weights stay.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.review_section</name>
    <message>
        <source>There are no segments yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the Segment Editor, with the MRI as its source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Saved {files}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source> and </source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This structure was not found in the volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} segments, {volume} ml.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} not found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segmentation (*.seg.nrrd)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label map (*.nii.gz *.nrrd)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>DICOM SEG (*.dcm)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the segmentation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace a file?</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.run_controls</name>
    <message>
        <source>Nothing was found. Is it a T1-weighted MRI? Look at the inversion, or try another preset.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} structures in {duration}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} structures.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} were not found.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} segments stayed as they were.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The engine stops at its next step, or is ended if it does not</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop this run; nothing in the scene changes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invert the volume and segment it in the background</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.sample_data</name>
    <message>
        <source>Making the synthetic patient, a few seconds...</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.segmentation_section</name>
    <message>
        <source>{name} holds segments that were edited by hand, and the new result will replace them.

Undo brings them back. To keep them, choose a new segmentation as output, or merge.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace edited segments?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace the earlier result</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segments that you have added stay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add beside it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing changes; equal names get a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Merge into it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Segments that were edited by hand stay as they are</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose at least one structure.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Settings are being tried; wait for the end, or stop it below.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.segments_table</name>
    <message>
        <source>Segment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>ml</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Flags</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From 0 to 1, told without ground truth. It ranks; it is no probability and no Dice coefficient.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How far the settings&apos; own results are apart: 0 where they agree, up to 1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.slicer_pip</name>
    <message>
        <source>pip could not install {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>pip could not remove {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{package} is a build of Slicer&apos;s own, which pip has not.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{package} could not be put back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the log, and try again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.slicer_python</name>
    <message>
        <source>PyTorch, by the extension PyTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nnU-Net, by the extension NNUNet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Packages of {engine}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparing Slicer&apos;s packages with those before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>taking out {names}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The extension PyTorch could not install PyTorch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The extension PyTorch did not install PyTorch.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try again in its module.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the extension NNUNet did not install it; it is installed without</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{names} could not be installed into Slicer&apos;s Python.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the log; without network, or behind a proxy, pip reaches no packages.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slicer&apos;s own packages were changed by the installation: {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Put them back before Slicer is restarted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slicer&apos;s Python has no PyTorch, and the extension PyTorch, which installs it, is not there.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install PyTorch in the Extensions Manager and restart Slicer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{engine} needs {requirement}, and Slicer&apos;s Python has {version}, which stays as it is.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.structures_list</name>
    <message>
        <source>{group} ({count})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All that the network knows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{chosen} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Abdominal organs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Vessels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Spine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ribs and sternum</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bones</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Muscles</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head and neck</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.surfaces_button</name>
    <message>
        <source>Show the surfaces of the visible segments in the 3D views</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3D</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>3D {percent} %</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.texts</name>
    <message>
        <source>{number} GB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{number} MB</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{minutes} min {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {seconds} s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} voxels of {spacing} mm, intensities {low} to {high}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{facts}; looks like {kind} ({why})</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.volume_section</name>
    <message>
        <source>Choose a T1-weighted MRI. To load one, use Add Data or the DICOM module.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>panel.weights_texts</name>
    <message>
        <source>{engine} runs a model folder of yours, which you choose in Segmentation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Install {engine} to see its tasks: its package knows them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{here} of {count} tasks have their weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>fast</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>full</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{here} of {count}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Missing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a task first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are here already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Its publisher asks for a licence number; get the weights from there, then import them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove what is damaged first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The installed package does not say where they are published; import them</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>They are not here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other tasks need them too</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not change the folder they are in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an unknown size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>more than {size}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {task} will be downloaded from where {engine} publishes them: {count} archives, {total} together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{size} are here from an interrupted download.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Their publisher gives no checksums to compare them with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights of {task} will be deleted:

{folders}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>InvertSeg has not put all of them there; other programs may use them.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>qSlicerAbstractCoreModule</name>
    <message>
        <source>Segmentation</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>Engines</name>
    <message>
        <source>Runs in:</source>
        <translation>Se ejecuta en:</translation>
    </message>
    <message>
        <source>Install...</source>
        <translation>Instalar...</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Eliminar...</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Show what the installer prints</source>
        <translation>Mostrar lo que escribe el instalador</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation>Copiar todo el registro para pegarlo en un mensaje</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation>Todavía no se ha escrito nada</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Download...</source>
        <translation>Descargar...</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Importar</translation>
    </message>
    <message>
        <source>Shared folder:</source>
        <translation>Carpeta compartida:</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>Put new weights into the shared folder, for all its users</source>
        <translation>Guardar los pesos nuevos en la carpeta compartida, para todos sus usuarios</translation>
    </message>
    <message>
        <source>New weights go there</source>
        <translation>Guardar ahí los pesos nuevos</translation>
    </message>
    <message>
        <source>Folder of everything that is installed</source>
        <translation>Carpeta de todo lo instalado</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Mostrar la carpeta en el explorador de archivos</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Abrir</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Elegir...</translation>
    </message>
    <message>
        <source>Delete all...</source>
        <translation>Eliminar todo...</translation>
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
        <translation>La RM potenciada en T1 que se va a segmentar. Nunca se modifica.</translation>
    </message>
    <message>
        <source>vtkMRMLScalarVolumeNode</source>
        <translation>vtkMRMLScalarVolumeNode</translation>
    </message>
    <message>
        <source>Choose a volume</source>
        <translation>Elegir un volumen</translation>
    </message>
    <message>
        <source>Time point:</source>
        <translation>Instante:</translation>
    </message>
    <message>
        <source>Which volume of the sequence is shown, inverted and segmented</source>
        <translation>Qué volumen de la secuencia se muestra, se invierte y se segmenta</translation>
    </message>
    <message>
        <source>Inversion</source>
        <translation>Inversión</translation>
    </message>
    <message>
        <source>Preset:</source>
        <translation>Preajuste:</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Restablecer</translation>
    </message>
    <message>
        <source>Preview:</source>
        <translation>Vista previa:</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>No</translation>
    </message>
    <message>
        <source>Inverted</source>
        <translation>Invertida</translation>
    </message>
    <message>
        <source>Side by side</source>
        <translation>Lado a lado</translation>
    </message>
    <message>
        <source>Opacity:</source>
        <translation>Opacidad:</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Clip range:</source>
        <translation>Recorte:</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>Background:</source>
        <translation>Fondo:</translation>
    </message>
    <message>
        <source>Threshold:</source>
        <translation>Umbral:</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Avanzado</translation>
    </message>
    <message>
        <source>Mapping:</source>
        <translation>Mapeo:</translation>
    </message>
    <message>
        <source>Bright becomes dark</source>
        <translation>Lo brillante se vuelve oscuro</translation>
    </message>
    <message>
        <source>Window (HU):</source>
        <translation>Ventana (HU):</translation>
    </message>
    <message>
        <source>Tone curve:</source>
        <translation>Curva tonal:</translation>
    </message>
    <message>
        <source>Create inverted volume</source>
        <translation>Crear volumen invertido</translation>
    </message>
    <message>
        <source>Segmentation</source>
        <translation>Segmentación</translation>
    </message>
    <message>
        <source>Tune to this scan</source>
        <translation>Ajustar a esta imagen</translation>
    </message>
    <message>
        <source>Review and refine</source>
        <translation>Revisar y refinar</translation>
    </message>
    <message>
        <source>Engines and weights</source>
        <translation>Motores y pesos</translation>
    </message>
    <message>
        <source>For research, not for clinical use.</source>
        <translation>Para investigación, no para uso clínico.</translation>
    </message>
    <message>
        <source>InvertSeg</source>
        <translation>InvertSeg</translation>
    </message>
    <message>
        <source>&lt;p&gt;Segments T1-weighted MRI with networks that were trained on CT. The MRI is inverted (bright becomes dark) and its background made black, so that it looks enough like CT for TotalSegmentator, nnU-Net models and MONAI bundles. The result is an ordinary segmentation that you correct in the Segment Editor.&lt;/p&gt;&lt;p&gt;CT is segmented as it is, with the preset &lt;i&gt;none&lt;/i&gt;. T2-weighted MRI is not helped by inversion.&lt;/p&gt;&lt;p&gt;Networks run in a process of their own on this computer. Nothing is sent anywhere.&lt;/p&gt;&lt;p&gt;&lt;b&gt;For research, not for clinical use.&lt;/b&gt;&lt;/p&gt;</source>
        <translation>&lt;p&gt;Segmenta RM potenciada en T1 con redes entrenadas con TC. La RM se invierte (lo brillante se vuelve oscuro) y su fondo se pone en negro, de modo que se parece lo suficiente a una TC para TotalSegmentator, los modelos nnU-Net y los bundles de MONAI. El resultado es una segmentación normal que se corrige en el Segment Editor.&lt;/p&gt;&lt;p&gt;La TC se segmenta tal cual, con el preajuste &lt;i&gt;Ninguno&lt;/i&gt;. La inversión no ayuda con la RM potenciada en T2.&lt;/p&gt;&lt;p&gt;Las redes se ejecutan en un proceso propio en este equipo. No se envía nada a ningún sitio.&lt;/p&gt;&lt;p&gt;&lt;b&gt;Para investigación, no para uso clínico.&lt;/b&gt;&lt;/p&gt;</translation>
    </message>
    <message>
        <source>The method is by {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Cite it, and the network that you ran.</source>
        <translation>El método es de {authors}: Improve Cross-Modality Segmentation by Treating T1-Weighted MRI Images as Inverted CT Scans, {link}. Cite este artículo y la red que haya ejecutado.</translation>
    </message>
</context>
<context>
    <name>Remote</name>
    <message>
        <source>Where networks run</source>
        <translation>Dónde se ejecutan las redes</translation>
    </message>
    <message>
        <source>Run on:</source>
        <translation>Ejecutar en:</translation>
    </message>
    <message>
        <source>Name another machine, for example one with a graphics card</source>
        <translation>Indicar otro equipo, por ejemplo uno con tarjeta gráfica</translation>
    </message>
    <message>
        <source>Add...</source>
        <translation>Añadir...</translation>
    </message>
    <message>
        <source>A name, user@name, or a Host of your ssh configuration. Logging in there with ssh must work without a password: by a key or an agent.</source>
        <translation>Un nombre, usuario@nombre o un Host de su configuración de ssh. Debe ser posible iniciar sesión allí con ssh sin contraseña: con una clave o un agente.</translation>
    </message>
    <message>
        <source>As ssh takes it: user@machine</source>
        <translation>Como lo admite ssh: usuario@equipo</translation>
    </message>
    <message>
        <source>OK</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Probar conexión</translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation>Preparar...</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Olvidar</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Eliminar...</translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Segmentation:</source>
        <translation>Segmentación:</translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation>vtkMRMLSegmentationNode</translation>
    </message>
    <message>
        <source>The segments are listed here after a run.</source>
        <translation>Tras una ejecución, los segmentos aparecen aquí.</translation>
    </message>
    <message>
        <source>List the segments of the lowest quality first, to begin with them</source>
        <translation>Mostrar primero los segmentos de menor calidad, para empezar por ellos</translation>
    </message>
    <message>
        <source>Worst first</source>
        <translation>Peores primero</translation>
    </message>
    <message>
        <source>Over the slice views, from dark red where a few settings differ to pale yellow where most do; nothing where they agree. Look there first. Leaving the module puts the views back.</source>
        <translation>Sobre las vistas de corte, de rojo oscuro donde difieren pocos ajustes a amarillo pálido donde difiere la mayoría; nada donde coinciden. Conviene mirar ahí primero. Al salir del módulo se restauran las vistas.</translation>
    </message>
    <message>
        <source>Show where the settings disagree</source>
        <translation>Mostrar dónde discrepan los ajustes</translation>
    </message>
    <message>
        <source>How much it covers the scan</source>
        <translation>Cuánto cubre la imagen</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Open the Segment Editor on this segmentation, with the MRI as its source</source>
        <translation>Abrir el Segment Editor con esta segmentación y la RM como origen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Editar</translation>
    </message>
    <message>
        <source>Show the surfaces of the visible segments in the 3D view</source>
        <translation>Mostrar las superficies de los segmentos visibles en la vista 3D</translation>
    </message>
    <message>
        <source>3D</source>
        <translation>3D</translation>
    </message>
    <message>
        <source>Bring back the segments as they were before the last run</source>
        <translation>Recuperar los segmentos como estaban antes de la última ejecución</translation>
    </message>
    <message>
        <source>Undo run</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation>Guardar como .seg.nrrd, mapa de etiquetas o DICOM SEG</translation>
    </message>
    <message>
        <source>Save...</source>
        <translation>Guardar...</translation>
    </message>
</context>
<context>
    <name>Segmentation</name>
    <message>
        <source>Engine:</source>
        <translation>Motor:</translation>
    </message>
    <message>
        <source>Task:</source>
        <translation>Tarea:</translation>
    </message>
    <message>
        <source>What the network finds, as the installed package lists it</source>
        <translation>Lo que encuentra la red, según la lista del paquete instalado</translation>
    </message>
    <message>
        <source>The fast network works on 3 mm voxels, the full ones on 1.5 mm</source>
        <translation>La red rápida trabaja con vóxeles de 3 mm; las completas, de 1.5 mm</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>Modelo:</translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation>Carpeta de un modelo nnU-Net v2 entrenado o de un bundle de MONAI</translation>
    </message>
    <message>
        <source>InvertSegModel</source>
        <translation>InvertSegModel</translation>
    </message>
    <message>
        <source>Structures:</source>
        <translation>Estructuras:</translation>
    </message>
    <message>
        <source>Show the list to choose from</source>
        <translation>Mostrar la lista para elegir</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Search structures</source>
        <translation>Buscar estructuras</translation>
    </message>
    <message>
        <source>Choose all that are listed</source>
        <translation>Elegir todas las de la lista</translation>
    </message>
    <message>
        <source>Choose none of those that are listed</source>
        <translation>No elegir ninguna de la lista</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>Choose one group of structures</source>
        <translation>Elegir un grupo de estructuras</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Grupos</translation>
    </message>
    <message>
        <source>Ensemble:</source>
        <translation>Ensamble:</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>Dispositivo:</translation>
    </message>
    <message>
        <source>Where the network computes</source>
        <translation>Dónde calcula la red</translation>
    </message>
    <message>
        <source>Output:</source>
        <translation>Salida:</translation>
    </message>
    <message>
        <source>Where the segments go; a new segmentation where none is chosen</source>
        <translation>Adónde van los segmentos; si no se elige ninguna, a una segmentación nueva</translation>
    </message>
    <message>
        <source>vtkMRMLSegmentationNode</source>
        <translation>vtkMRMLSegmentationNode</translation>
    </message>
    <message>
        <source>New segmentation</source>
        <translation>Segmentación nueva</translation>
    </message>
    <message>
        <source>A small network that comes with InvertSeg, trained on a synthetic patient: to see how everything works, not for patients</source>
        <translation>Una red pequeña incluida con InvertSeg y entrenada con un paciente sintético: para ver cómo funciona todo, no para pacientes</translation>
    </message>
    <message>
        <source>Use the demo model</source>
        <translation>Usar el modelo demo</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmentar</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Show what the engine prints</source>
        <translation>Mostrar lo que escribe el motor</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Copy the whole log, to paste it into a message</source>
        <translation>Copiar todo el registro para pegarlo en un mensaje</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>The network stays in memory, so that the next run starts at once. Release it to free the device for other work.</source>
        <translation>La red permanece en memoria para que la siguiente ejecución empiece de inmediato. Al liberarla, el dispositivo queda libre para otras tareas.</translation>
    </message>
    <message>
        <source>Release the network</source>
        <translation>Liberar la red</translation>
    </message>
    <message>
        <source>Nothing was printed yet</source>
        <translation>Todavía no se ha escrito nada</translation>
    </message>
</context>
<context>
    <name>Tuning</name>
    <message>
        <source>Tries settings of the inversion on this scan with the network chosen above, scores each result without ground truth, and proposes the best. The eye decides.</source>
        <translation>Prueba ajustes de la inversión en esta imagen con la red elegida arriba, puntúa cada resultado sin segmentación de referencia y propone el mejor. La última palabra la tiene la inspección visual.</translation>
    </message>
    <message>
        <source>Settings:</source>
        <translation>Ajustes:</translation>
    </message>
    <message>
        <source>Try settings</source>
        <translation>Probar ajustes</translation>
    </message>
    <message>
        <source>%p %</source>
        <translation>%p %</translation>
    </message>
    <message>
        <source>Use this setting</source>
        <translation>Usar este ajuste</translation>
    </message>
    <message>
        <source>Take its segments</source>
        <translation>Tomar sus segmentos</translation>
    </message>
</context>
<context>
    <name>panel.device_choice</name>
    <message>
        <source>Automatic</source>
        <translation>Automático</translation>
    </message>
    <message>
        <source>The first graphics card that can be used, else the processor</source>
        <translation>La primera tarjeta gráfica que se pueda usar; si no, el procesador</translation>
    </message>
    <message>
        <source>Automatic, on {machine}</source>
        <translation>Automático, en {machine}</translation>
    </message>
    <message>
        <source>This volume will need about {needed}.</source>
        <translation>Este volumen necesitará unos {needed}.</translation>
    </message>
    <message>
        <source>Only {free} are free: close other programs.</source>
        <translation>Solo hay {free} libres: cierre otros programas.</translation>
    </message>
    <message>
        <source>{free} are free.</source>
        <translation>Hay {free} libres.</translation>
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
        <translation>{folder} (aún no creada)</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Espere a que termine el trabajo en curso</translation>
    </message>
    <message>
        <source>Nothing was installed yet</source>
        <translation>Todavía no se ha instalado nada</translation>
    </message>
    <message>
        <source>Show the folder in the file manager</source>
        <translation>Mostrar la carpeta en el explorador de archivos</translation>
    </message>
    <message>
        <source>Install into another folder from now on</source>
        <translation>Instalar en otra carpeta a partir de ahora</translation>
    </message>
    <message>
        <source>The environment variable INVERTSEG_HOME says where it is</source>
        <translation>La variable de entorno INVERTSEG_HOME indica dónde está</translation>
    </message>
    <message>
        <source>Delete all engines and weights that InvertSeg has put there</source>
        <translation>Eliminar todos los motores y pesos que InvertSeg ha puesto ahí</translation>
    </message>
    <message>
        <source>Counting its size...</source>
        <translation>Calculando su tamaño...</translation>
    </message>
    <message>
        <source>Folder for engines and weights</source>
        <translation>Carpeta de motores y pesos</translation>
    </message>
    <message>
        <source>Engines and weights are in {folder} from now on.</source>
        <translation>A partir de ahora, los motores y los pesos están en {folder}.</translation>
    </message>
    <message>
        <source>What was installed before stays in {folder}.</source>
        <translation>Lo instalado antes se queda en {folder}.</translation>
    </message>
    <message>
        <source>All engines and weights that InvertSeg has put into this folder will be deleted:

{folder}

Your scans, segmentations and model folders are elsewhere and stay.</source>
        <translation>Se eliminarán todos los motores y pesos que InvertSeg ha puesto en esta carpeta:

{folder}

Sus imágenes, segmentaciones y carpetas de modelos están en otro lugar y se conservan.</translation>
    </message>
    <message>
        <source>Delete everything installed?</source>
        <translation>¿Eliminar todo lo instalado?</translation>
    </message>
    <message>
        <source>{size}; {free} are free on its disk.</source>
        <translation>{size}; hay {free} libres en su disco.</translation>
    </message>
</context>
<context>
    <name>panel.engines_job</name>
    <message>
        <source>Stopping...</source>
        <translation>Deteniendo...</translation>
    </message>
</context>
<context>
    <name>panel.engines_section</name>
    <message>
        <source>A private environment</source>
        <translation>Un entorno privado</translation>
    </message>
    <message>
        <source>A folder that InvertSeg makes and owns; nothing of Slicer&apos;s own Python changes</source>
        <translation>Una carpeta que InvertSeg crea y gestiona; no cambia nada en el Python de Slicer</translation>
    </message>
    <message>
        <source>Slicer&apos;s own Python</source>
        <translation>El Python de Slicer</translation>
    </message>
    <message>
        <source>For those who have the extensions PyTorch and NNUNet; packages are added to Slicer&apos;s</source>
        <translation>Para quienes tienen las extensiones PyTorch y NNUNet; los paquetes se añaden a los de Slicer</translation>
    </message>
    <message>
        <source>Update an engine</source>
        <translation>Actualizar un motor</translation>
    </message>
    <message>
        <source>Install an engine</source>
        <translation>Instalar un motor</translation>
    </message>
    <message>
        <source>Remove an engine</source>
        <translation>Eliminar un motor</translation>
    </message>
    <message>
        <source>Install into Slicer&apos;s own Python?</source>
        <translation>¿Instalar en el Python de Slicer?</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Put them back</source>
        <translation>Restaurarlos</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Reintentar</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Espere a que termine el trabajo en curso</translation>
    </message>
    <message>
        <source>An environment variable names the Python of this engine</source>
        <translation>Una variable de entorno indica el Python de este motor</translation>
    </message>
    <message>
        <source>Where the packages of this engine are</source>
        <translation>Dónde están los paquetes de este motor</translation>
    </message>
    <message>
        <source>Nothing that is in Slicer&apos;s own Python is changed</source>
        <translation>No se cambia nada de lo que hay en el Python de Slicer</translation>
    </message>
    <message>
        <source>There is nothing that InvertSeg has put there</source>
        <translation>InvertSeg no ha puesto nada ahí</translation>
    </message>
    <message>
        <source>Ask, then remove {engine}</source>
        <translation>Eliminar {engine}, previa confirmación</translation>
    </message>
</context>
<context>
    <name>panel.engines_slicer</name>
    <message>
        <source>Removing packages</source>
        <translation>Eliminando paquetes</translation>
    </message>
    <message>
        <source>Putting back {names}</source>
        <translation>Restaurando {names}</translation>
    </message>
    <message>
        <source>Slicer&apos;s Python could not be changed</source>
        <translation>No se ha podido cambiar el Python de Slicer</translation>
    </message>
</context>
<context>
    <name>panel.engines_table</name>
    <message>
        <source>Engine</source>
        <translation>Motor</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>At work...</source>
        <translation>Trabajando...</translation>
    </message>
</context>
<context>
    <name>panel.engines_texts</name>
    <message>
        <source>Not installed</source>
        <translation>No instalado</translation>
    </message>
    <message>
        <source>Installed</source>
        <translation>Instalado</translation>
    </message>
    <message>
        <source>Update available</source>
        <translation>Actualizable</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>Interrumpido</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Yours</source>
        <translation>Propio</translation>
    </message>
    <message>
        <source>Its installation was interrupted. Resume goes on with what was downloaded.</source>
        <translation>Su instalación se interrumpió. Reanudar continúa con lo ya descargado.</translation>
    </message>
    <message>
        <source>It began on {time}.</source>
        <translation>Comenzó el {time}.</translation>
    </message>
    <message>
        <source>Its environment is not complete. Install it again; what was downloaded is kept.</source>
        <translation>Su entorno está incompleto. Instálelo de nuevo; lo descargado se conserva.</translation>
    </message>
    <message>
        <source>Python {version}</source>
        <translation>Python {version}</translation>
    </message>
    <message>
        <source>PyTorch {version} for {kind}</source>
        <translation>PyTorch {version} para {kind}</translation>
    </message>
    <message>
        <source>installed {time}</source>
        <translation>instalado el {time}</translation>
    </message>
    <message>
        <source>An environment variable names its Python: {python}</source>
        <translation>Una variable de entorno indica su Python: {python}</translation>
    </message>
    <message>
        <source>This version of InvertSeg asks for other packages.</source>
        <translation>Esta versión de InvertSeg requiere otros paquetes.</translation>
    </message>
    <message>
        <source>Install...</source>
        <translation>Instalar...</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Reanudar</translation>
    </message>
    <message>
        <source>Install again...</source>
        <translation>Reinstalar...</translation>
    </message>
    <message>
        <source>Update...</source>
        <translation>Actualizar...</translation>
    </message>
    <message>
        <source>Ask, then bring {engine} to the newest versions that go together</source>
        <translation>Actualizar {engine} a las versiones más recientes compatibles entre sí, previa confirmación</translation>
    </message>
    <message>
        <source>Go on with what was downloaded</source>
        <translation>Continuar con lo ya descargado</translation>
    </message>
    <message>
        <source>Ask, then install {engine}</source>
        <translation>Instalar {engine}, previa confirmación</translation>
    </message>
    <message>
        <source>{engine} will be installed into a folder of its own:

{folder}

Its packages come from PyPI, the Python Package Index, and take several GB of disk and some minutes. Slicer&apos;s own packages stay as they are, and you can go on working.</source>
        <translation>{engine} se instalará en una carpeta propia:

{folder}

Sus paquetes proceden de PyPI, el índice de paquetes de Python (Python Package Index), y requieren varios GB de disco y algunos minutos. Los paquetes de Slicer no cambian y se puede seguir trabajando.</translation>
    </message>
    <message>
        <source>{engine} will be brought to the newest versions that go together. Where there are any, its environment is made anew beside the present one, which stays until the new one is complete:

{folder}</source>
        <translation>{engine} se actualizará a las versiones más recientes compatibles entre sí. Si las hay, su entorno se crea de nuevo junto al actual, que se conserva hasta que el nuevo esté completo:

{folder}</translation>
    </message>
    <message>
        <source>{engine} will be installed into Slicer&apos;s own Python, and Slicer has to wait until that is done, for some minutes. These packages are added, with what they need:

{packages}

None that is there now is changed; {protected} are compared before and after. torch comes by the extension PyTorch.</source>
        <translation>{engine} se instalará en el Python de Slicer, y Slicer tendrá que esperar algunos minutos hasta que termine. Se añaden estos paquetes, con sus dependencias:

{packages}

No se cambia ninguno de los que ya hay; {protected} se comparan antes y después. torch se instala mediante la extensión PyTorch.</translation>
    </message>
    <message>
        <source>none; other engines need them</source>
        <translation>ninguno; otros motores los necesitan</translation>
    </message>
    <message>
        <source>These packages, which InvertSeg has added for {engine}, will be removed from Slicer&apos;s own Python:

{names}</source>
        <translation>Se eliminarán del Python de Slicer estos paquetes, que InvertSeg añadió para {engine}:

{names}</translation>
    </message>
    <message>
        <source>The environment of {engine} will be deleted:

{folder}

Its weights stay.</source>
        <translation>Se eliminará el entorno de {engine}:

{folder}

Sus pesos se conservan.</translation>
    </message>
    <message>
        <source>Installing {what}</source>
        <translation>Instalando {what}</translation>
    </message>
    <message>
        <source>Updating {what}</source>
        <translation>Actualizando {what}</translation>
    </message>
    <message>
        <source>Going on with {what}</source>
        <translation>Continuando con {what}</translation>
    </message>
    <message>
        <source>Removing {what}</source>
        <translation>Eliminando {what}</translation>
    </message>
    <message>
        <source>Downloading the weights of {what}</source>
        <translation>Descargando los pesos de {what}</translation>
    </message>
    <message>
        <source>Importing weights of {what}</source>
        <translation>Importando pesos de {what}</translation>
    </message>
    <message>
        <source>Removing the weights of {what}</source>
        <translation>Eliminando los pesos de {what}</translation>
    </message>
    <message>
        <source>Deleting everything that InvertSeg has installed</source>
        <translation>Eliminando todo lo que ha instalado InvertSeg</translation>
    </message>
    <message>
        <source>Putting Slicer&apos;s packages back</source>
        <translation>Restaurando los paquetes de Slicer</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Iniciando</translation>
    </message>
    <message>
        <source>Looking which packages it needs</source>
        <translation>Determinando qué paquetes necesita</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Descargando</translation>
    </message>
    <message>
        <source>Putting files into their place</source>
        <translation>Colocando los archivos en su sitio</translation>
    </message>
    <message>
        <source>Checking that everything can be loaded</source>
        <translation>Comprobando que todo se puede cargar</translation>
    </message>
    <message>
        <source>{step}: {done}</source>
        <translation>{step}: {done}</translation>
    </message>
    <message>
        <source>{step}: {done} of {total}</source>
        <translation>{step}: {done} de {total}</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Detenido.</translation>
    </message>
    <message>
        <source>What was downloaded is kept: the next time goes on from there.</source>
        <translation>Lo descargado se conserva: la próxima vez se continúa desde ahí.</translation>
    </message>
    <message>
        <source>{what} was removed.</source>
        <translation>Se ha eliminado {what}.</translation>
    </message>
    <message>
        <source>The weights of {what} were imported.</source>
        <translation>Se han importado los pesos de {what}.</translation>
    </message>
    <message>
        <source>The weights of {what} are here.</source>
        <translation>Los pesos de {what} ya están disponibles.</translation>
    </message>
    <message>
        <source>The weights of {what} were removed.</source>
        <translation>Se han eliminado los pesos de {what}.</translation>
    </message>
    <message>
        <source>Everything that InvertSeg had installed was deleted.</source>
        <translation>Se ha eliminado todo lo que InvertSeg había instalado.</translation>
    </message>
    <message>
        <source>Slicer&apos;s packages are as they were.</source>
        <translation>Los paquetes de Slicer están como antes.</translation>
    </message>
    <message>
        <source>{what} is ready.</source>
        <translation>{what} está listo.</translation>
    </message>
    <message>
        <source>GPUs of AMD</source>
        <translation>GPU de AMD</translation>
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
        <translation>Tarea</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Pesos</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Archive, as its publisher packs it...</source>
        <translation>Archivo comprimido del proveedor...</translation>
    </message>
    <message>
        <source>Folder...</source>
        <translation>Carpeta...</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Elegir...</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguna</translation>
    </message>
    <message>
        <source>Download weights</source>
        <translation>Descargar pesos</translation>
    </message>
    <message>
        <source>Asking the publisher how large they are...</source>
        <translation>Consultando su tamaño al proveedor...</translation>
    </message>
    <message>
        <source>Remove weights</source>
        <translation>Eliminar pesos</translation>
    </message>
    <message>
        <source>Weights, as their publisher packs them</source>
        <translation>Pesos, tal como los empaqueta su proveedor</translation>
    </message>
    <message>
        <source>Archives (*.zip)</source>
        <translation>Archivos comprimidos (*.zip)</translation>
    </message>
    <message>
        <source>Folder with weights</source>
        <translation>Carpeta con pesos</translation>
    </message>
    <message>
        <source>Folder with weights that several users share</source>
        <translation>Carpeta con pesos compartida por varios usuarios</translation>
    </message>
    <message>
        <source>A folder with weights that several users share; it may be read-only</source>
        <translation>Una carpeta con pesos compartida por varios usuarios; puede ser de solo lectura</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Espere a que termine el trabajo en curso</translation>
    </message>
    <message>
        <source>Import weights that you have as a file, without internet</source>
        <translation>Importar pesos disponibles como archivo, sin internet</translation>
    </message>
    <message>
        <source>Ask how large they are, then download them</source>
        <translation>Consultar su tamaño y, previa confirmación, descargarlos</translation>
    </message>
    <message>
        <source>Ask, then delete them</source>
        <translation>Eliminarlos, previa confirmación</translation>
    </message>
</context>
<context>
    <name>panel.ensemble_choice</name>
    <message>
        <source>The preset none leaves the voxels as they are: there are no settings to average over</source>
        <translation>El preajuste Ninguno deja los vóxeles como están: no hay ajustes que promediar</translation>
    </message>
    <message>
        <source>The network runs {count} times, which takes about {count} times as long.</source>
        <translation>La red se ejecuta {count} veces; el tiempo se multiplica aproximadamente por {count}.</translation>
    </message>
    <message>
        <source>The network runs {count} times: {duration}, by its last run.</source>
        <translation>La red se ejecuta {count} veces: {duration}, según su última ejecución.</translation>
    </message>
    <message>
        <source>{ensemble}: {count} runs</source>
        <translation>{ensemble}: {count} ejecuciones</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Desactivado</translation>
    </message>
    <message>
        <source>The network runs once, on the inversion as it is set</source>
        <translation>La red se ejecuta una vez, con la inversión tal como está ajustada</translation>
    </message>
    <message>
        <source>Tone curves</source>
        <translation>Curvas tonales</translation>
    </message>
    <message>
        <source>From a strongly brightened to a straight tone curve; probabilities are averaged</source>
        <translation>De una curva tonal muy aclarada a una recta; se promedian las probabilidades</translation>
    </message>
    <message>
        <source>Tone curves, sensitive</source>
        <translation>Curvas tonales, sensible</translation>
    </message>
    <message>
        <source>The same, but background counts half: finds what only some settings show</source>
        <translation>Lo mismo, pero el fondo cuenta la mitad: encuentra lo que solo muestran algunos ajustes</translation>
    </message>
    <message>
        <source>Tone curves and windows</source>
        <translation>Curvas tonales y ventanas</translation>
    </message>
    <message>
        <source>Tone curves, three of them with a wider window as well</source>
        <translation>Curvas tonales, tres de ellas también con una ventana más amplia</translation>
    </message>
    <message>
        <source>Runs the network on several settings of the inversion and averages its answers: close to the best setting for this patient without knowing it. Where they disagree can be shown afterwards.</source>
        <translation>Ejecuta la red con varios ajustes de la inversión y promedia sus respuestas: se acerca al mejor ajuste para este paciente sin conocerlo. Después se puede mostrar dónde discrepan.</translation>
    </message>
</context>
<context>
    <name>panel.histogram_widget</name>
    <message>
        <source>Histogram of the intensities</source>
        <translation>Histograma de las intensidades</translation>
    </message>
    <message>
        <source>{name} {value:g}: drag it, or move it with the arrow keys</source>
        <translation>{name} {value:g}: se puede arrastrar o mover con las teclas de flecha</translation>
    </message>
    <message>
        <source>Intensity {value:.4g}; {share:.1f} % of the voxels are darker</source>
        <translation>Intensidad {value:.4g}; el {share:.1f} % de los vóxeles son más oscuros</translation>
    </message>
    <message>
        <source>End of the background</source>
        <translation>Final del fondo</translation>
    </message>
    <message>
        <source>Low end of the clip range</source>
        <translation>Límite inferior del recorte</translation>
    </message>
    <message>
        <source>High end of the clip range</source>
        <translation>Límite superior del recorte</translation>
    </message>
</context>
<context>
    <name>panel.installing</name>
    <message>
        <source>The installer could not be started.</source>
        <translation>No se ha podido iniciar el instalador.</translation>
    </message>
    <message>
        <source>Install Slicer again if this stays so.</source>
        <translation>Si el problema persiste, reinstale Slicer.</translation>
    </message>
    <message>
        <source>The installer ended unexpectedly ({code}).</source>
        <translation>El instalador ha terminado de forma inesperada ({code}).</translation>
    </message>
    <message>
        <source>Try again; the log says what it did last.</source>
        <translation>Inténtelo de nuevo; el registro muestra lo último que hizo.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_display</name>
    <message>
        <source>Choose a volume first.</source>
        <translation>Elija primero un volumen.</translation>
    </message>
    <message>
        <source>With this preset nothing is computed.</source>
        <translation>Con este preajuste no se calcula nada.</translation>
    </message>
    <message>
        <source>Nothing to reset: these are the settings for {engine}.</source>
        <translation>No hay nada que restablecer: estos son los ajustes para {engine}.</translation>
    </message>
    <message>
        <source>Back to the settings for {engine}</source>
        <translation>Volver a los ajustes para {engine}</translation>
    </message>
    <message>
        <source>The body&apos;s outline is shown roughly, by its threshold alone.</source>
        <translation>El contorno del cuerpo se muestra de forma aproximada, solo por su umbral.</translation>
    </message>
    <message>
        <source>Switch the preview on first.</source>
        <translation>Active primero la vista previa.</translation>
    </message>
    <message>
        <source>Choose a volume to see its histogram</source>
        <translation>Elija un volumen para ver su histograma</translation>
    </message>
    <message>
        <source>No finite intensity</source>
        <translation>Ninguna intensidad finita</translation>
    </message>
    <message>
        <source>Counting intensities</source>
        <translation>Contando intensidades</translation>
    </message>
    <message>
        <source>With this preset nothing is clipped.</source>
        <translation>Con este preajuste no se recorta nada.</translation>
    </message>
    <message>
        <source>With this preset nothing becomes background.</source>
        <translation>Con este preajuste nada pasa a ser fondo.</translation>
    </message>
    <message>
        <source>The body is found without a threshold of yours.</source>
        <translation>El cuerpo se encuentra sin necesidad de indicar un umbral.</translation>
    </message>
    <message>
        <source>Without background there is no threshold.</source>
        <translation>Sin fondo no hay umbral.</translation>
    </message>
    <message>
        <source>With this preset nothing is inverted.</source>
        <translation>Con este preajuste no se invierte nada.</translation>
    </message>
    <message>
        <source>Only for the mapping to Hounsfield units.</source>
        <translation>Solo para el mapeo a unidades Hounsfield.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_section</name>
    <message>
        <source>Created {name}.</source>
        <translation>Se ha creado {name}.</translation>
    </message>
</context>
<context>
    <name>panel.inversion_texts</name>
    <message>
        <source>Published: {engines}</source>
        <translation>Publicado: {engines}</translation>
    </message>
    <message>
        <source>For CT networks that normalize intensities themselves: clip to 0..3000, take every voxel from the maximum, the darkest 1 % of the range becomes background. As published, voxel for voxel.</source>
        <translation>Para redes de TC que normalizan las intensidades por sí mismas: se recorta a 0..3000, cada vóxel se resta del máximo y el 1 % más oscuro del rango pasa a ser fondo. Como se publicó, vóxel a vóxel.</translation>
    </message>
    <message>
        <source>Calibrated: {engines}, demo</source>
        <translation>Calibrado: {engines}, demo</translation>
    </message>
    <message>
        <source>For CT networks that expect Hounsfield units: the body&apos;s intensities are mapped into a window of soft tissue, air becomes -1000 HU.</source>
        <translation>Para redes de TC que esperan unidades Hounsfield: las intensidades del cuerpo se mapean a una ventana de partes blandas y el aire pasa a -1000 HU.</translation>
    </message>
    <message>
        <source>None: {engines}, CT scans</source>
        <translation>Ninguno: {engines}, TC</translation>
    </message>
    <message>
        <source>Intensities stay as they are: for networks trained on MRI, and for CT scans.</source>
        <translation>Las intensidades se quedan como están: para redes entrenadas con RM y para imágenes de TC.</translation>
    </message>
    <message>
        <source>Own settings</source>
        <translation>Ajustes propios</translation>
    </message>
    <message>
        <source>Values that belong to no preset</source>
        <translation>Valores que no pertenecen a ningún preajuste</translation>
    </message>
    <message>
        <source>Share of the range</source>
        <translation>Porcentaje del rango</translation>
    </message>
    <message>
        <source>Voxels in the lowest per cent of the intensity range become background, as in the authors&apos; code. One very bright voxel widens the range.</source>
        <translation>Los vóxeles en el porcentaje más bajo del rango de intensidades pasan a ser fondo, como en el código de los autores. Un solo vóxel muy brillante amplía el rango.</translation>
    </message>
    <message>
        <source>Share of the voxels</source>
        <translation>Porcentaje de los vóxeles</translation>
    </message>
    <message>
        <source>The darkest per cent of all voxels becomes background, as in the paper&apos;s equation 1. Bright voxels do not matter; choose about the share of air in the image.</source>
        <translation>El porcentaje más oscuro de todos los vóxeles pasa a ser fondo, como en la ecuación 1 del artículo. Los vóxeles brillantes no influyen; conviene elegir aproximadamente el porcentaje de aire de la imagen.</translation>
    </message>
    <message>
        <source>Outside the body</source>
        <translation>Fuera del cuerpo</translation>
    </message>
    <message>
        <source>All that lies outside the body becomes background; dark voxels inside it stay. Neither noise nor hot voxels matter.</source>
        <translation>Todo lo que está fuera del cuerpo pasa a ser fondo; los vóxeles oscuros de su interior se conservan. No influyen ni el ruido ni los vóxeles aislados muy brillantes.</translation>
    </message>
    <message>
        <source>None</source>
        <translation>Ninguno</translation>
    </message>
    <message>
        <source>No voxel becomes background: noise in the air becomes bright.</source>
        <translation>Ningún vóxel pasa a ser fondo: el ruido del aire se vuelve brillante.</translation>
    </message>
    <message>
        <source>Maximum minus intensity</source>
        <translation>Máximo menos intensidad</translation>
    </message>
    <message>
        <source>maximum - x + minimum after the clip, in the volume&apos;s own data type</source>
        <translation>máximo - x + mínimo tras el recorte, en el tipo de datos del propio volumen</translation>
    </message>
    <message>
        <source>Hounsfield units</source>
        <translation>Unidades Hounsfield</translation>
    </message>
    <message>
        <source>The clip range is mapped onto the window, along the tone curve; background becomes -1000 HU</source>
        <translation>El rango de recorte se mapea a la ventana siguiendo la curva tonal; el fondo pasa a -1000 HU</translation>
    </message>
    <message>
        <source>Intensities stay as they are</source>
        <translation>Las intensidades se quedan como están</translation>
    </message>
    <message>
        <source>The slice views show the volume as it is</source>
        <translation>Las vistas de corte muestran el volumen tal como es</translation>
    </message>
    <message>
        <source>The slice views show what the network would be given. Nothing is computed or changed; leaving the module puts the views back.</source>
        <translation>Las vistas de corte muestran lo que recibiría la red. No se calcula ni se cambia nada; al salir del módulo se restauran las vistas.</translation>
    </message>
    <message>
        <source>The volume on the left, what the network would be given on the right</source>
        <translation>A la izquierda, el volumen; a la derecha, lo que recibiría la red</translation>
    </message>
    <message>
        <source>How much the preview covers the volume</source>
        <translation>Cuánto cubre la vista previa el volumen</translation>
    </message>
    <message>
        <source>Darker and brighter intensities are clipped to these two. What is brighter than the upper one becomes as dark as it.</source>
        <translation>Las intensidades más oscuras y más brillantes se recortan a estos dos valores. Lo que es más brillante que el superior queda tan oscuro como él.</translation>
    </message>
    <message>
        <source>The clip range that belongs to the mapping: 0 to 3000 as published; for Hounsfield units the 2nd to 98th percentile of the tissue</source>
        <translation>El rango de recorte que corresponde al mapeo: de 0 a 3000 como se publicó; para unidades Hounsfield, del percentil 2 al 98 del tejido</translation>
    </message>
    <message>
        <source>Which voxels are air, and stay dark instead of becoming bright</source>
        <translation>Qué vóxeles son aire y siguen oscuros en lugar de volverse brillantes</translation>
    </message>
    <message>
        <source>Raise it until the air in the preview is black, and no further</source>
        <translation>Aumentarlo hasta que el aire sea negro en la vista previa, y no más</translation>
    </message>
    <message>
        <source>What is done to the intensities</source>
        <translation>Qué se hace con las intensidades</translation>
    </message>
    <message>
        <source>Off keeps the sign: the control experiment, for comparison</source>
        <translation>Sin marcar se conserva el signo: es el experimento de control, para comparar</translation>
    </message>
    <message>
        <source>Hounsfield units that the darkest and the brightest tissue get</source>
        <translation>Unidades Hounsfield que reciben el tejido más oscuro y el más brillante</translation>
    </message>
    <message>
        <source>Exponent of the tone curve: 1 is a straight line, less brightens the middle tones. With the preset&apos;s 0.6 abdominal organs of T1-weighted MRI come near their values in CT.</source>
        <translation>Exponente de la curva tonal: 1 es una recta; un valor menor aclara los tonos medios. Con el 0.6 del preajuste, los órganos abdominales de la RM potenciada en T1 se acercan a sus valores en TC.</translation>
    </message>
    <message>
        <source>Compute the inverted volume as a new volume node; the input is not changed</source>
        <translation>Calcular el volumen invertido como un nodo de volumen nuevo; la entrada no se modifica</translation>
    </message>
</context>
<context>
    <name>panel.network_choice</name>
    <message>
        <source>Fast</source>
        <translation>Rápida</translation>
    </message>
    <message>
        <source>On 3 mm voxels: seconds to minutes</source>
        <translation>Con vóxeles de 3 mm: de segundos a minutos</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Completa</translation>
    </message>
    <message>
        <source>On 1.5 mm voxels: finer, and many times slower</source>
        <translation>Con vóxeles de 1.5 mm: más fina y mucho más lenta</translation>
    </message>
    <message>
        <source>{engine} (not installed)</source>
        <translation>{engine} (no instalado)</translation>
    </message>
    <message>
        <source>Folder of a trained nnU-Net v2 model, or of a MONAI bundle</source>
        <translation>Carpeta de un modelo nnU-Net v2 entrenado o de un bundle de MONAI</translation>
    </message>
    <message>
        <source>{task} (no weights)</source>
        <translation>{task} (sin pesos)</translation>
    </message>
    <message>
        <source>{count} structures, trained on {modality}</source>
        <translation>Estructuras: {count}; entrenada con {modality}</translation>
    </message>
</context>
<context>
    <name>panel.node_runs</name>
    <message>
        <source>The scene was closed, so the run was stopped.</source>
        <translation>Se cerró la escena, por lo que se detuvo la ejecución.</translation>
    </message>
    <message>
        <source>The result could not be put into the scene: {error}</source>
        <translation>No se ha podido añadir el resultado a la escena: {error}</translation>
    </message>
    <message>
        <source>The volume was deleted during the run; the result is a new segmentation.</source>
        <translation>El volumen se eliminó durante la ejecución; el resultado es una segmentación nueva.</translation>
    </message>
    <message>
        <source>{reason} The result is a new segmentation.</source>
        <translation>{reason} El resultado es una segmentación nueva.</translation>
    </message>
    <message>
        <source>The output was deleted during the run, so the result is a new segmentation.</source>
        <translation>La salida se eliminó durante la ejecución, por lo que el resultado es una segmentación nueva.</translation>
    </message>
    <message>
        <source>{name} was edited during the run, so the result is a new segmentation.</source>
        <translation>{name} se editó durante la ejecución, por lo que el resultado es una segmentación nueva.</translation>
    </message>
</context>
<context>
    <name>panel.quality_texts</name>
    <message>
        <source>good</source>
        <translation>buena</translation>
    </message>
    <message>
        <source>doubtful</source>
        <translation>dudosa</translation>
    </message>
    <message>
        <source>poor</source>
        <translation>mala</translation>
    </message>
    <message>
        <source>{segment}: {reasons}.</source>
        <translation>{segment}: {reasons}.</translation>
    </message>
    <message>
        <source>{segment}: {grade} ({score}), {reasons}.</source>
        <translation>{segment}: calidad {grade} ({score}), {reasons}.</translation>
    </message>
    <message>
        <source>nothing speaks against it</source>
        <translation>nada indica lo contrario</translation>
    </message>
    <message>
        <source>nothing was found</source>
        <translation>no se ha encontrado nada</translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is small: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation>{volume_ml:.0f} ml es poco: los adultos sanos tienen {mean_ml:.0f} ± {sd_ml:.0f} ml</translation>
    </message>
    <message>
        <source>{volume_ml:.0f} ml is large: healthy adults have {mean_ml:.0f} ± {sd_ml:.0f} ml</source>
        <translation>{volume_ml:.0f} ml es mucho: los adultos sanos tienen {mean_ml:.0f} ± {sd_ml:.0f} ml</translation>
    </message>
    <message>
        <source>it is cut off by the end of the scan, so its volume says little</source>
        <translation>el borde de la imagen lo corta, así que su volumen dice poco</translation>
    </message>
    <message>
        <source>it is in {parts} parts, the largest holds {share:.0%}</source>
        <translation>está en {parts} partes, la mayor contiene el {share:.0%}</translation>
    </message>
    <message>
        <source>{share:.0%} of it lies on the other side of the body</source>
        <translation>el {share:.0%} está en el otro lado del cuerpo</translation>
    </message>
    <message>
        <source>{share:.0%} of it lies outside the body</source>
        <translation>el {share:.0%} está fuera del cuerpo</translation>
    </message>
    <message>
        <source>the network is unsure (confidence {confidence:.2f})</source>
        <translation>la red no está segura (confianza {confidence:.2f})</translation>
    </message>
    <message>
        <source>the settings disagree by {disagreement:.2f}</source>
        <translation>los ajustes discrepan en {disagreement:.2f}</translation>
    </message>
    <message>
        <source>a second result differs (Dice {dice:.2f})</source>
        <translation>un segundo resultado difiere (Dice {dice:.2f})</translation>
    </message>
</context>
<context>
    <name>panel.quality_view</name>
    <message>
        <source>Quality is being judged...</source>
        <translation>Evaluando la calidad...</translation>
    </message>
    <message>
        <source>Quality is told without ground truth: select a segment for its reasons.</source>
        <translation>La calidad se estima sin segmentación de referencia: seleccione un segmento para ver los motivos.</translation>
    </message>
</context>
<context>
    <name>panel.readiness_notice</name>
    <message>
        <source>Install...</source>
        <translation>Instalar...</translation>
    </message>
    <message>
        <source>Choose a folder...</source>
        <translation>Elegir carpeta...</translation>
    </message>
    <message>
        <source>Look and agree...</source>
        <translation>Revisar y aceptar...</translation>
    </message>
    <message>
        <source>Look at that machine...</source>
        <translation>Comprobar ese equipo...</translation>
    </message>
    <message>
        <source>Get weights...</source>
        <translation>Obtener pesos...</translation>
    </message>
    <message>
        <source>The model {model} runs this code on your machine:

{code}

Do you trust it?</source>
        <translation>El modelo {model} ejecuta este código en su equipo:

{code}

¿Confía en él?</translation>
    </message>
    <message>
        <source>Code in a model</source>
        <translation>Código en un modelo</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>Carpeta del modelo</translation>
    </message>
</context>
<context>
    <name>panel.remote_section</name>
    <message>
        <source>This machine</source>
        <translation>Este equipo</translation>
    </message>
    <message>
        <source>Nothing leaves this machine</source>
        <translation>Nada sale de este equipo</translation>
    </message>
    <message>
        <source>Volumes go there by ssh, and results come back</source>
        <translation>Los volúmenes se envían allí por ssh y los resultados vuelven</translation>
    </message>
    <message>
        <source>Prepare a machine</source>
        <translation>Preparar un equipo</translation>
    </message>
    <message>
        <source>Remove from a machine</source>
        <translation>Eliminar de un equipo</translation>
    </message>
    <message>
        <source>It was stopped; what is half-made there is cleared by the next time.</source>
        <translation>Se ha detenido; lo que allí quedó a medias se limpia la próxima vez.</translation>
    </message>
    <message>
        <source>Wait until the present work is done</source>
        <translation>Espere a que termine el trabajo en curso</translation>
    </message>
    <message>
        <source>Testing...</source>
        <translation>Probando...</translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation>Probar conexión</translation>
    </message>
    <message>
        <source>Log in there, and look what is there</source>
        <translation>Iniciar sesión allí y ver qué hay</translation>
    </message>
    <message>
        <source>The machine is being asked</source>
        <translation>Se está consultando el equipo</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Prepare...</source>
        <translation>Preparar...</translation>
    </message>
    <message>
        <source>Put InvertSeg and the chosen engine there, after asking</source>
        <translation>Instalar allí InvertSeg y el motor elegido, previa confirmación</translation>
    </message>
    <message>
        <source>Test the connection first</source>
        <translation>Pruebe primero la conexión</translation>
    </message>
    <message>
        <source>Remove from that machine what was put there, after asking</source>
        <translation>Eliminar de ese equipo lo que se instaló allí, previa confirmación</translation>
    </message>
    <message>
        <source>Take this machine out of the list</source>
        <translation>Quitar este equipo de la lista</translation>
    </message>
    <message>
        <source>Asking {host}...</source>
        <translation>Consultando {host}...</translation>
    </message>
    <message>
        <source>The connection has not been tested yet.</source>
        <translation>La conexión aún no se ha probado.</translation>
    </message>
</context>
<context>
    <name>panel.remote_texts</name>
    <message>
        <source>{engine} and InvertSeg itself will be put onto {host}, over ssh, into a folder of their own in your home there:

~/.local/share/invertseg

Nothing else of that machine changes; it needs Python, several GB of disk, and a way to the package index. What is there already stays.</source>
        <translation>{engine} y el propio InvertSeg se instalarán en {host}, por ssh, en una carpeta propia dentro de su carpeta personal de allí:

~/.local/share/invertseg

No cambia nada más en ese equipo; necesita Python, varios GB de disco y acceso al índice de paquetes. Lo que ya hay se conserva.</translation>
    </message>
    <message>
        <source>InvertSeg, its engines and the models that were sent to {host} will be removed there. Weights stay.</source>
        <translation>Se eliminarán de {host} InvertSeg, sus motores y los modelos que se enviaron allí. Los pesos se conservan.</translation>
    </message>
</context>
<context>
    <name>panel.review_section</name>
    <message>
        <source>There are no segments yet</source>
        <translation>Todavía no hay segmentos</translation>
    </message>
    <message>
        <source>Open the Segment Editor, with the MRI as its source</source>
        <translation>Abrir el Segment Editor con la RM como origen</translation>
    </message>
    <message>
        <source>Save as .seg.nrrd, label map or DICOM SEG</source>
        <translation>Guardar como .seg.nrrd, mapa de etiquetas o DICOM SEG</translation>
    </message>
    <message>
        <source>Saved {files}.</source>
        <translation>Guardado: {files}.</translation>
    </message>
    <message>
        <source> and </source>
        <translation> y </translation>
    </message>
    <message>
        <source>This structure was not found in the volume.</source>
        <translation>Esta estructura no se ha encontrado en el volumen.</translation>
    </message>
    <message>
        <source>{count} segments, {volume} ml.</source>
        <translation>Segmentos: {count}, {volume} ml.</translation>
    </message>
    <message>
        <source>{count} not found.</source>
        <translation>No encontrados: {count}.</translation>
    </message>
    <message>
        <source>Segmentation (*.seg.nrrd)</source>
        <translation>Segmentación (*.seg.nrrd)</translation>
    </message>
    <message>
        <source>Label map (*.nii.gz *.nrrd)</source>
        <translation>Mapa de etiquetas (*.nii.gz *.nrrd)</translation>
    </message>
    <message>
        <source>DICOM SEG (*.dcm)</source>
        <translation>DICOM SEG (*.dcm)</translation>
    </message>
    <message>
        <source>Save the segmentation</source>
        <translation>Guardar la segmentación</translation>
    </message>
    <message>
        <source>{name} is there already. Replace it?</source>
        <translation>{name} ya existe. ¿Reemplazarlo?</translation>
    </message>
    <message>
        <source>Replace a file?</source>
        <translation>¿Reemplazar el archivo?</translation>
    </message>
</context>
<context>
    <name>panel.run_controls</name>
    <message>
        <source>Nothing was found. Is it a T1-weighted MRI? Look at the inversion, or try another preset.</source>
        <translation>No se ha encontrado nada. ¿Es una RM potenciada en T1? Revise la inversión o pruebe otro preajuste.</translation>
    </message>
    <message>
        <source>{count} structures in {duration}.</source>
        <translation>Estructuras: {count}, en {duration}.</translation>
    </message>
    <message>
        <source>{count} structures.</source>
        <translation>Estructuras: {count}.</translation>
    </message>
    <message>
        <source>{count} were not found.</source>
        <translation>No encontradas: {count}.</translation>
    </message>
    <message>
        <source>{count} segments stayed as they were.</source>
        <translation>Segmentos sin cambios: {count}.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was changed.</source>
        <translation>Cancelado. No se ha cambiado nada.</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>Cancelando...</translation>
    </message>
    <message>
        <source>The engine stops at its next step, or is ended if it does not</source>
        <translation>El motor se detiene en su siguiente paso; si no, se fuerza su cierre</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stop this run; nothing in the scene changes</source>
        <translation>Detener esta ejecución; nada cambia en la escena</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>Segmentar</translation>
    </message>
    <message>
        <source>Invert the volume and segment it in the background</source>
        <translation>Invertir el volumen y segmentarlo en segundo plano</translation>
    </message>
    <message>
        <source>Cancelling</source>
        <translation>Cancelando</translation>
    </message>
</context>
<context>
    <name>panel.sample_data</name>
    <message>
        <source>Making the synthetic patient, a few seconds...</source>
        <translation>Creando el paciente sintético, unos segundos...</translation>
    </message>
</context>
<context>
    <name>panel.segmentation_section</name>
    <message>
        <source>{name} holds segments that were edited by hand, and the new result will replace them.

Undo brings them back. To keep them, choose a new segmentation as output, or merge.</source>
        <translation>{name} contiene segmentos editados a mano, y el nuevo resultado los reemplazará.

Con Deshacer se recuperan. Para conservarlos, elija una segmentación nueva como salida o la opción de fusionar.</translation>
    </message>
    <message>
        <source>Replace edited segments?</source>
        <translation>¿Reemplazar segmentos editados?</translation>
    </message>
    <message>
        <source>Replace the earlier result</source>
        <translation>Reemplazar el resultado anterior</translation>
    </message>
    <message>
        <source>Segments that you have added stay</source>
        <translation>Los segmentos que haya añadido se conservan</translation>
    </message>
    <message>
        <source>Add beside it</source>
        <translation>Añadir junto a él</translation>
    </message>
    <message>
        <source>Nothing changes; equal names get a number</source>
        <translation>No cambia nada; los nombres iguales reciben un número</translation>
    </message>
    <message>
        <source>Merge into it</source>
        <translation>Fusionar con él</translation>
    </message>
    <message>
        <source>Segments that were edited by hand stay as they are</source>
        <translation>Los segmentos editados a mano se quedan como están</translation>
    </message>
    <message>
        <source>Choose at least one structure.</source>
        <translation>Elija al menos una estructura.</translation>
    </message>
    <message>
        <source>Settings are being tried; wait for the end, or stop it below.</source>
        <translation>Se están probando ajustes; espere a que termine o deténgalo más abajo.</translation>
    </message>
</context>
<context>
    <name>panel.segments_table</name>
    <message>
        <source>Segment</source>
        <translation>Segmento</translation>
    </message>
    <message>
        <source>ml</source>
        <translation>ml</translation>
    </message>
    <message>
        <source>Flags</source>
        <translation>Marcas</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Calidad</translation>
    </message>
    <message>
        <source>Differ</source>
        <translation>Difieren</translation>
    </message>
    <message>
        <source>0 to 1, told without ground truth. It ranks; it is no probability and no Dice coefficient.</source>
        <translation>De 0 a 1, estimada sin segmentación de referencia. Sirve para ordenar; no es una probabilidad ni un coeficiente de Dice.</translation>
    </message>
    <message>
        <source>How far the settings&apos; own results are apart: 0 where they agree, up to 1</source>
        <translation>Cuánto distan entre sí los resultados de cada ajuste: 0 donde coinciden, hasta 1</translation>
    </message>
</context>
<context>
    <name>panel.slicer_pip</name>
    <message>
        <source>pip could not install {names}</source>
        <translation>pip no ha podido instalar {names}</translation>
    </message>
    <message>
        <source>pip could not remove {names}</source>
        <translation>pip no ha podido eliminar {names}</translation>
    </message>
    <message>
        <source>{package} is a build of Slicer&apos;s own, which pip has not.</source>
        <translation>{package} es una compilación propia de Slicer que pip no tiene.</translation>
    </message>
    <message>
        <source>{package} could not be put back</source>
        <translation>No se ha podido restaurar {package}</translation>
    </message>
    <message>
        <source>Look at the log, and try again.</source>
        <translation>Consulte el registro e inténtelo de nuevo.</translation>
    </message>
</context>
<context>
    <name>panel.slicer_python</name>
    <message>
        <source>PyTorch, by the extension PyTorch</source>
        <translation>PyTorch, mediante la extensión PyTorch</translation>
    </message>
    <message>
        <source>nnU-Net, by the extension NNUNet</source>
        <translation>nnU-Net, mediante la extensión NNUNet</translation>
    </message>
    <message>
        <source>Packages of {engine}</source>
        <translation>Paquetes de {engine}</translation>
    </message>
    <message>
        <source>Comparing Slicer&apos;s packages with those before</source>
        <translation>Comparando los paquetes de Slicer con los anteriores</translation>
    </message>
    <message>
        <source>taking out {names}</source>
        <translation>retirando {names}</translation>
    </message>
    <message>
        <source>The extension PyTorch could not install PyTorch</source>
        <translation>La extensión PyTorch no ha podido instalar PyTorch</translation>
    </message>
    <message>
        <source>The extension PyTorch did not install PyTorch.</source>
        <translation>La extensión PyTorch no ha instalado PyTorch.</translation>
    </message>
    <message>
        <source>Try again in its module.</source>
        <translation>Inténtelo de nuevo en su módulo.</translation>
    </message>
    <message>
        <source>the extension NNUNet did not install it; it is installed without</source>
        <translation>la extensión NNUNet no lo ha instalado; se instala sin ella</translation>
    </message>
    <message>
        <source>{names} could not be installed into Slicer&apos;s Python.</source>
        <translation>No se ha podido instalar {names} en el Python de Slicer.</translation>
    </message>
    <message>
        <source>Look at the log; without network, or behind a proxy, pip reaches no packages.</source>
        <translation>Consulte el registro; sin conexión a internet, o detrás de un proxy, pip no llega a los paquetes.</translation>
    </message>
    <message>
        <source>Slicer&apos;s own packages were changed by the installation: {names}.</source>
        <translation>La instalación ha cambiado paquetes de Slicer: {names}.</translation>
    </message>
    <message>
        <source>Put them back before Slicer is restarted.</source>
        <translation>Restáurelos antes de reiniciar Slicer.</translation>
    </message>
    <message>
        <source>Slicer&apos;s Python has no PyTorch, and the extension PyTorch, which installs it, is not there.</source>
        <translation>El Python de Slicer no tiene PyTorch, y falta la extensión PyTorch, que lo instala.</translation>
    </message>
    <message>
        <source>Install PyTorch in the Extensions Manager and restart Slicer.</source>
        <translation>Instale PyTorch en el Administrador de extensiones y reinicie Slicer.</translation>
    </message>
    <message>
        <source>{engine} needs {requirement}, and Slicer&apos;s Python has {version}, which stays as it is.</source>
        <translation>{engine} necesita {requirement}, y el Python de Slicer tiene {version}, que se queda como está.</translation>
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
        <translation>Todas las que conoce la red</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>Todas ({count})</translation>
    </message>
    <message>
        <source>None of {count}</source>
        <translation>Ninguna de {count}</translation>
    </message>
    <message>
        <source>{chosen} of {count}</source>
        <translation>{chosen} de {count}</translation>
    </message>
    <message>
        <source>Abdominal organs</source>
        <translation>Órganos abdominales</translation>
    </message>
    <message>
        <source>Chest</source>
        <translation>Tórax</translation>
    </message>
    <message>
        <source>Vessels</source>
        <translation>Vasos</translation>
    </message>
    <message>
        <source>Spine</source>
        <translation>Columna vertebral</translation>
    </message>
    <message>
        <source>Ribs and sternum</source>
        <translation>Costillas y esternón</translation>
    </message>
    <message>
        <source>Bones</source>
        <translation>Huesos</translation>
    </message>
    <message>
        <source>Muscles</source>
        <translation>Músculos</translation>
    </message>
    <message>
        <source>Head and neck</source>
        <translation>Cabeza y cuello</translation>
    </message>
</context>
<context>
    <name>panel.surfaces_button</name>
    <message>
        <source>Show the surfaces of the visible segments in the 3D views</source>
        <translation>Mostrar las superficies de los segmentos visibles en las vistas 3D</translation>
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
        <translation>quedan unos segundos</translation>
    </message>
    <message>
        <source>about {seconds} s left</source>
        <translation>quedan aprox. {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min left</source>
        <translation>quedan aprox. {minutes} min</translation>
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
        <translation>aprox. {seconds} s</translation>
    </message>
    <message>
        <source>about {minutes} min</source>
        <translation>aprox. {minutes} min</translation>
    </message>
    <message>
        <source>{size} voxels of {spacing} mm, intensities {low} to {high}</source>
        <translation>{size} vóxeles de {spacing} mm, intensidades de {low} a {high}</translation>
    </message>
    <message>
        <source>{facts}; looks like {kind} ({why})</source>
        <translation>{facts}; parece {kind} ({why})</translation>
    </message>
</context>
<context>
    <name>panel.tuning_results</name>
    <message>
        <source>proposed</source>
        <translation>propuesto</translation>
    </message>
    <message>
        <source>Select a picture to use its setting, or to take its segments.</source>
        <translation>Seleccione una miniatura para usar su ajuste o tomar sus segmentos.</translation>
    </message>
    <message>
        <source>Select a picture first</source>
        <translation>Seleccione primero una miniatura</translation>
    </message>
    <message>
        <source>Set the inversion so, for this scan and others like it</source>
        <translation>Ajustar así la inversión, para esta imagen y otras parecidas</translation>
    </message>
    <message>
        <source>Set the inversion to the best single setting: {setting}</source>
        <translation>Poner la inversión en el mejor ajuste individual: {setting}</translation>
    </message>
    <message>
        <source>Put this result into the scene as a new segmentation; nothing is replaced</source>
        <translation>Añadir este resultado a la escena como segmentación nueva; no se reemplaza nada</translation>
    </message>
</context>
<context>
    <name>panel.tuning_section</name>
    <message>
        <source>The inversion is set to: {setting}.</source>
        <translation>La inversión queda ajustada a: {setting}.</translation>
    </message>
    <message>
        <source>Volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>{volume} segmentation, {setting}</source>
        <translation>Segmentación de {volume}, {setting}</translation>
    </message>
    <message>
        <source>A new segmentation is in the scene: {setting}.</source>
        <translation>Hay una segmentación nueva en la escena: {setting}.</translation>
    </message>
    <message>
        <source>The volume was changed or deleted meanwhile, so no more settings were tried.</source>
        <translation>El volumen se modificó o eliminó entretanto, por lo que no se probaron más ajustes.</translation>
    </message>
    <message>
        <source>Stopped after {done} of {total} settings. Nothing is lost: start again to go on.</source>
        <translation>Detenido tras {done} de {total} ajustes. No se pierde nada: para continuar, inícielo de nuevo.</translation>
    </message>
    <message>
        <source>{total} settings were tried.</source>
        <translation>Ajustes probados: {total}.</translation>
    </message>
    <message>
        <source>Choose a volume first</source>
        <translation>Elija primero un volumen</translation>
    </message>
    <message>
        <source>Wait for the end of the run</source>
        <translation>Espere al final de la ejecución</translation>
    </message>
    <message>
        <source>The preset none leaves the voxels as they are: there is nothing to tune</source>
        <translation>El preajuste Ninguno deja los vóxeles como están: no hay nada que ajustar</translation>
    </message>
    <message>
        <source>Stopping...</source>
        <translation>Deteniendo...</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>Try no more, and compare what was tried; nothing is lost</source>
        <translation>No probar más y comparar lo ya probado; no se pierde nada</translation>
    </message>
    <message>
        <source>Try settings</source>
        <translation>Probar ajustes</translation>
    </message>
    <message>
        <source>Results are listed below as they come. Another volume, another network or another inversion to start from begins a new list.</source>
        <translation>Los resultados aparecen abajo según llegan. Otro volumen, otra red u otra inversión de partida inicia una lista nueva.</translation>
    </message>
</context>
<context>
    <name>panel.tuning_texts</name>
    <message>
        <source>Tone curves, about {count}</source>
        <translation>Curvas tonales, aprox. {count}</translation>
    </message>
    <message>
        <source>The setting as it is and four other tone curves, which matter most</source>
        <translation>El ajuste tal como está y otras cuatro curvas tonales, que son lo que más influye</translation>
    </message>
    <message>
        <source>All kinds, about {count}</source>
        <translation>De todo tipo, aprox. {count}</translation>
    </message>
    <message>
        <source>Tone curves, windows, clip ranges, background, the published recipe, the other sign</source>
        <translation>Curvas tonales, ventanas, rangos de recorte, fondo, la receta publicada, el signo contrario</translation>
    </message>
    <message>
        <source>The network runs about {count} times.</source>
        <translation>La red se ejecuta unas {count} veces.</translation>
    </message>
    <message>
        <source>The network runs about {count} times: {duration}, by its last run.</source>
        <translation>La red se ejecuta unas {count} veces: {duration}, según su última ejecución.</translation>
    </message>
    <message>
        <source>Comparing the results...</source>
        <translation>Comparando los resultados...</translation>
    </message>
    <message>
        <source>Setting {number} of {total}: {setting}</source>
        <translation>Ajuste {number} de {total}: {setting}</translation>
    </message>
    <message>
        <source>Tone curve {exponent}</source>
        <translation>Curva tonal {exponent}</translation>
    </message>
    <message>
        <source>All together</source>
        <translation>Todos juntos</translation>
    </message>
    <message>
        <source>As it was set</source>
        <translation>Como estaba</translation>
    </message>
    <message>
        <source>Calibrated</source>
        <translation>Calibrado</translation>
    </message>
    <message>
        <source>Wider window</source>
        <translation>Ventana más amplia</translation>
    </message>
    <message>
        <source>Narrower window</source>
        <translation>Ventana más estrecha</translation>
    </message>
    <message>
        <source>Inner window</source>
        <translation>Ventana interior</translation>
    </message>
    <message>
        <source>Wider clip range</source>
        <translation>Recorte más amplio</translation>
    </message>
    <message>
        <source>Narrower clip range</source>
        <translation>Recorte más estrecho</translation>
    </message>
    <message>
        <source>Dark tissue black</source>
        <translation>Tejido oscuro en negro</translation>
    </message>
    <message>
        <source>As published</source>
        <translation>Como se publicó</translation>
    </message>
    <message>
        <source>Other sign</source>
        <translation>Signo contrario</translation>
    </message>
    <message>
        <source>{score}, best single</source>
        <translation>{score}, mejor individual</translation>
    </message>
    <message>
        <source>The best single setting has the other sign: this may be no T1-weighted MRI. Look at its result first; what most settings agree on is probably wrong.</source>
        <translation>El mejor ajuste individual tiene el signo contrario: puede que no sea una RM potenciada en T1. Mire primero su resultado; aquello en lo que coincide la mayoría de los ajustes es probablemente erróneo.</translation>
    </message>
    <message>
        <source>All together: each structure where a majority of the settings has it, those that look better counting more.</source>
        <translation>Todos juntos: cada estructura allí donde la tiene la mayoría de los ajustes; los que parecen mejores cuentan más.</translation>
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
        <translation>Elija una RM potenciada en T1. Para cargarla, use Añadir datos o el módulo DICOM.</translation>
    </message>
</context>
<context>
    <name>panel.weights_texts</name>
    <message>
        <source>{engine} runs a model folder of yours, which you choose in Segmentation.</source>
        <translation>{engine} ejecuta una carpeta de modelo propia, que se elige en Segmentación.</translation>
    </message>
    <message>
        <source>Install {engine} to see its tasks: its package knows them.</source>
        <translation>Instale {engine} para ver sus tareas: su paquete las conoce.</translation>
    </message>
    <message>
        <source>{here} of {count} tasks have their weights.</source>
        <translation>Tareas con sus pesos: {here} de {count}.</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>rápida</translation>
    </message>
    <message>
        <source>full</source>
        <translation>completa</translation>
    </message>
    <message>
        <source>{here} of {count}</source>
        <translation>{here} de {count}</translation>
    </message>
    <message>
        <source>Interrupted</source>
        <translation>A medias</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Disponibles</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>Faltan</translation>
    </message>
    <message>
        <source>Damaged</source>
        <translation>Dañados</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Select a task first</source>
        <translation>Seleccione primero una tarea</translation>
    </message>
    <message>
        <source>They are here already</source>
        <translation>Ya están disponibles</translation>
    </message>
    <message>
        <source>Its publisher asks for a licence number; get the weights from there, then import them</source>
        <translation>Su proveedor exige un número de licencia; obtenga allí los pesos y después impórtelos</translation>
    </message>
    <message>
        <source>Remove what is damaged first</source>
        <translation>Elimine primero lo dañado</translation>
    </message>
    <message>
        <source>The installed package does not say where they are published; import them</source>
        <translation>El paquete instalado no indica dónde se publican; impórtelos</translation>
    </message>
    <message>
        <source>They are not here</source>
        <translation>No están disponibles</translation>
    </message>
    <message>
        <source>Other tasks need them too</source>
        <translation>Otras tareas también los necesitan</translation>
    </message>
    <message>
        <source>You may not change the folder they are in</source>
        <translation>No tiene permiso para cambiar la carpeta en la que están</translation>
    </message>
    <message>
        <source>an unknown size</source>
        <translation>tamaño desconocido</translation>
    </message>
    <message>
        <source>more than {size}</source>
        <translation>más de {size}</translation>
    </message>
    <message>
        <source>The weights of {task} will be downloaded from where {engine} publishes them: {count} archives, {total} together.</source>
        <translation>Los pesos de {task} se descargarán de donde los publica {engine}: {count} archivos comprimidos, {total} en total.</translation>
    </message>
    <message>
        <source>{size} are here from an interrupted download.</source>
        <translation>Ya hay {size} de una descarga interrumpida.</translation>
    </message>
    <message>
        <source>Their publisher gives no checksums to compare them with.</source>
        <translation>Su proveedor no ofrece sumas de comprobación con las que compararlos.</translation>
    </message>
    <message>
        <source>The weights of {task} will be deleted:

{folders}</source>
        <translation>Se eliminarán los pesos de {task}:

{folders}</translation>
    </message>
    <message>
        <source>InvertSeg has not put all of them there; other programs may use them.</source>
        <translation>InvertSeg no los ha puesto todos ahí; puede que los usen otros programas.</translation>
    </message>
</context>
<context>
    <name>qSlicerAbstractCoreModule</name>
    <message>
        <source>Segmentation</source>
        <translation>Segmentación</translation>
    </message>
</context>
</TS>

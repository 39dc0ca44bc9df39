namespace Vernier.Services.Storage;

/// <summary>
/// The directory of this host's files: the database, the secrets and the identity of the instance. Only its owner can read it (mode 0700), and only one
/// host can use it at a time.
/// </summary>
internal sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    /// <summary>Creates the directory if it does not exist, and locks it.</summary>
    /// <exception cref="StorageException">Another host uses the directory, or it cannot be written to.</exception>
    public DataDirectory(string path)
    {
        Root = Path.GetFullPath(path);
        try
        {
            CreatePrivate(Root);
            _lock = Lock(File("lock"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unusable(exception);
        }
        try
        {
            InstanceId = ReadInstanceId();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _lock.Dispose();
            throw Unusable(exception);
        }
    }

    /// <summary>The full path.</summary>
    public string Root { get; }

    /// <summary>Identifies this host among those that share a database; it stays the same after a restart.</summary>
    public string InstanceId { get; }

    /// <summary>Returns the path of a file in the directory.</summary>
    public string File(string name) => Path.Combine(Root, name);

    /// <summary>Creates a directory that only its owner can read; an existing one is restricted to its owner.</summary>
    public static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return;
        }
        if (Directory.CreateDirectory(path, OwnerOnly).UnixFileMode != OwnerOnly)
            System.IO.File.SetUnixFileMode(path, OwnerOnly);
    }

    /// <summary>Creates a file that only its owner can read and write (mode 0600). An existing one is replaced, so that it does not keep its mode.</summary>
    public static FileStream CreatePrivateFile(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        System.IO.File.Delete(path);
        return new FileStream(path, options);
    }

    public void Dispose() => _lock.Dispose();

    private StorageException Unusable(Exception exception) => new($"Cannot use the data directory {Root}: {exception.Message}", exception);

    private FileStream Lock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (System.IO.File.Exists(file))
        {
            throw new StorageException($"The data directory {Root} is in use by another host. Stop it, or set another data_directory.", exception);
        }
    }

    private string ReadInstanceId()
    {
        var file = File("instance");
        if (System.IO.File.Exists(file) && System.IO.File.ReadAllText(file).Trim() is { Length: > 0 } id)
            return id;
        id = Guid.NewGuid().ToString("N");
        System.IO.File.WriteAllText(file, id);
        return id;
    }
}

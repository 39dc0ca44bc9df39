namespace Vernier.Tests.Runtime;

/// <summary>A folder that looks like /proc, with valid files. Tests replace some of them.</summary>
internal sealed class ProcFolder : IDisposable
{
    public ProcFolder()
    {
        Directory.CreateDirectory(Path("self/fd"));
        foreach (var descriptor in (string[])["0", "1", "2", "3"])
            Write("self/fd/" + descriptor, "");
        Write("self/stat", "42 (shop) S 1 42 42 0 -1 4194304 100 0 0 0 250 50 0 0 20 0 17 0 12345 1048576 3 18446744073709551615 0\n");
        Write("self/limits", "Limit           Soft Limit  Hard Limit  Units     \nMax open files  1024        4096        files     \n");
        Write("stat", "cpu  1 2 3 4\nbtime 1700000000\nprocesses 9\n");
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("vernier-proc-").FullName;

    public string Path(string file) => System.IO.Path.Combine(Root, file);

    public void Write(string file, string text) => File.WriteAllText(Path(file), text);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

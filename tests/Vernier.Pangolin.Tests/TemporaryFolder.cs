namespace Vernier.Pangolin.Tests;

/// <summary>A new empty folder that is deleted with its content on disposal.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vernier-");

    public string FullName => _folder.FullName;

    public string Combine(string name) => Path.Combine(FullName, name);

    /// <summary>Writes a file and returns its full name.</summary>
    public string Write(string name, string text)
    {
        File.WriteAllText(Combine(name), text);
        return Combine(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}

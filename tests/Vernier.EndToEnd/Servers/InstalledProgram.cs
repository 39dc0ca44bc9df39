namespace Vernier.EndToEnd.Servers;

/// <summary>Finds the programs that <c>dev.cs setup</c> installs. One that is missing fails the test; it never skips it.</summary>
internal static class InstalledProgram
{
    public static string Find(string name, string package)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return SearchPath().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The program '{name}' is not installed. Run: dotnet run dev.cs -- setup (it is in the Debian package {package}).");
    }

    private static IEnumerable<string> SearchPath()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // Debian keeps the programs of each major version of PostgreSQL apart, and out of the PATH.
        const string postgres = "/usr/lib/postgresql";
        var versions = Directory.Exists(postgres) ? Directory.GetDirectories(postgres).OrderDescending().Select(version => version + "/bin") : [];
        return [.. path, "/usr/sbin", .. versions];
    }
}

namespace Vernier.EndToEnd.Servers;

/// <summary>Finds the programs that <c>dev.cs setup</c> installs. A missing program fails the test instead of skipping it.</summary>
internal static class InstalledProgram
{
    public static string Find(string name, string package)
    {
        var fileName = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return SearchPath().Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"The program '{name}' is not installed. Run: dotnet run dev.cs -- setup (Debian package {package}).");
    }

    private static IEnumerable<string> SearchPath()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        // Debian has a separate folder for each major version of PostgreSQL, which is not on the PATH.
        const string postgres = "/usr/lib/postgresql";
        var versions = Directory.Exists(postgres) ? Directory.GetDirectories(postgres).OrderDescending().Select(version => version + "/bin") : [];
        return [.. path, "/usr/sbin", .. versions];
    }
}

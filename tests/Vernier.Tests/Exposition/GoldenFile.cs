namespace Vernier.Tests.Exposition;

/// <summary>A text that a test expects, kept in the source tree. With ACCEPT=1 in the environment it is written anew, to be looked at before it is committed.</summary>
internal static class GoldenFile
{
    public static void ShouldMatch(string name, string actual)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(file, actual);
        File.Exists(file).ShouldBeTrue($"{name} is not there yet; run the tests with ACCEPT=1 and look at what it holds.");
        actual.ShouldBe(File.ReadAllText(file), $"{name} differs; when the new text is right, run the tests with ACCEPT=1.");
    }

    // The tests run from a folder below the root of the repository.
    private static string Folder()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vernier.slnx")))
            folder = folder.Parent;
        return Path.Combine(
            folder?.FullName ?? throw new DirectoryNotFoundException($"No Vernier.slnx above {AppContext.BaseDirectory}."),
            "tests", "Vernier.Tests", "Exposition", "Golden");
    }
}

namespace Vernier.Tests.Exposition;

/// <summary>The expected text of a test, in the source tree. With ACCEPT=1 in the environment it is overwritten; review it before you commit it.</summary>
internal static class GoldenFile
{
    public static void ShouldMatch(string name, string actual)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(file, actual);
        File.Exists(file).ShouldBeTrue($"{name} does not exist; run the tests with ACCEPT=1 and review it.");
        actual.ShouldBe(File.ReadAllText(file), $"{name} differs; if the new text is correct, run the tests with ACCEPT=1.");
    }

    // The tests run in a folder below the root of the repository.
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

namespace Vernier.Dev;

/// <summary>The npm packages that tests use. They are installed in artifacts/npm, in the versions of the lock file.</summary>
internal static class NodePackages
{
    private const string Source = "tests/Vernier.EndToEnd/Systems/AiOrchestrator/SignalR";
    private const string Target = "artifacts/npm";

    public static int Install()
    {
        var locked = File.ReadAllText(Path.Combine(Source, "package-lock.json"));
        var installed = Path.Combine(Target, "installed-lock.json");
        if (File.Exists(installed) && File.ReadAllText(installed) == locked)
            return 0;

        Directory.CreateDirectory(Target);
        foreach (var file in (string[])["package.json", "package-lock.json"])
            File.Copy(Path.Combine(Source, file), Path.Combine(Target, file), overwrite: true);
        if (Shell.Run("npm", ["ci", "--prefix", Target, "--ignore-scripts", "--no-audit", "--no-fund"]) != 0)
        {
            Console.Error.WriteLine($"npm failed to install the packages of {Source}/package.json; see the output above.");
            return 1;
        }
        File.WriteAllText(installed, locked);
        return 0;
    }
}

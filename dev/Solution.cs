using System.Xml.Linq;

namespace Vernier.Dev;

internal static class Solution
{
    // Libraries that the test projects share: they contain no tests.
    private static readonly string[] TestLibraries = ["Vernier.Testing", "Vernier.Fuzzing"];

    private const string File = "Vernier.slnx";

    /// <summary>The test projects that start no servers, by path.</summary>
    public static IEnumerable<string> InProcessTests() => TestProjects().Where(path => !IsEndToEnd(path));

    /// <summary>The test projects that start servers and processes, by path.</summary>
    public static IEnumerable<string> EndToEndTests() => TestProjects().Where(IsEndToEnd);

    public static int Build(string[] arguments) => Shell.Run("dotnet", ["build", File, "-warnaserror", "-nologo", "-verbosity:minimal", .. arguments]);

    public static int Format(string[] arguments)
    {
        string[] passedOn = [.. arguments.Select(argument => argument == "--check" ? "--verify-no-changes" : argument)];
        var solution = Shell.Run("dotnet", ["format", File, .. passedOn]);
        var tool = Shell.Run("dotnet", ["format", "whitespace", ".", "--folder", "--include", "dev.cs", .. passedOn]);
        return solution == 0 && tool == 0 ? 0 : 1;
    }

    public static int Bench(string[] arguments) =>
        Shell.Run("dotnet", ["run", "--configuration", "Release", "--project", "bench/Vernier.Benchmarks", "--", .. arguments]);

    public static int Pack()
    {
        const string output = "artifacts/package";
        if (Directory.Exists(output))
            Directory.Delete(output, recursive: true);
        return Shell.Run("dotnet", ["pack", File, "--configuration", "Release", "--output", output, "-p:ContinuousIntegrationBuild=true", "-nologo", "-verbosity:minimal"]);
    }

    private static bool IsEndToEnd(string path) => path.Contains("EndToEnd", StringComparison.Ordinal);

    private static IEnumerable<string> TestProjects() =>
        XDocument.Load(File).Descendants("Project").Select(project => project.Attribute("Path")!.Value)
            .Where(path => path.StartsWith("tests/", StringComparison.Ordinal) && !TestLibraries.Contains(Path.GetFileNameWithoutExtension(path)));
}

using System.Xml.Linq;

namespace Vernier.Dev;

internal static class Tests
{
    // The in-process tests wait for timers and loopback connections much of the time, so two projects share the processors well.
    private const int ParallelProjects = 2;

    public static int Run(string[] arguments)
    {
        if (Setup.Run() == 0 && Solution.Build([]) == 0)
            return RunBuilt(arguments).Conclude();
        Console.WriteLine("No tests were run.");
        return default(TestCounts).Conclude();
    }

    public static TestCounts RunBuilt(string[] arguments)
    {
        var reports = Directory.CreateTempSubdirectory("vernier-tests-");
        try
        {
            var inProcess = RunInProcessAsync(reports.FullName, arguments).GetAwaiter().GetResult();
            return Solution.EndToEndTests().Aggregate(inProcess, (sum, project) => sum + RunEndToEnd(project, reports.FullName, arguments));
        }
        finally
        {
            reports.Delete(recursive: true);
        }
    }

    private static async Task<TestCounts> RunInProcessAsync(string reports, string[] arguments)
    {
        using var slots = new SemaphoreSlim(ParallelProjects);
        var all = await Task.WhenAll(Solution.InProcessTests().Select(async project =>
        {
            await slots.WaitAsync();
            try
            {
                var exitCode = await Shell.RunBufferedAsync("dotnet", CommandLine(project, reports, ["--no-progress", .. arguments], arguments is not []));
                return Count(project, reports, exitCode);
            }
            finally
            {
                slots.Release();
            }
        }));
        return all.Aggregate(default(TestCounts), (sum, counts) => sum + counts);
    }

    private static TestCounts RunEndToEnd(string project, string reports, string[] arguments)
    {
        string[] display = Console.IsOutputRedirected ? ["--no-progress"] : [];
        return Count(project, reports, Shell.Run("dotnet", CommandLine(project, reports, [.. display, .. arguments], arguments is not [])));
    }

    private static string[] CommandLine(string project, string reports, string[] arguments, bool hasFilter)
    {
        // A filter may match no test of a project (exit code 8); TestCounts.AllPassed requires that at least one test ran.
        string[] filter = hasFilter ? ["--ignore-exit-code", "8"] : [];
        return ["run", "--no-build", "--project", Path.GetDirectoryName(project)!, "--",
            "--results-directory", reports, "--report-xunit", "--report-xunit-filename", ReportName(project), .. filter, .. arguments];
    }

    private static string ReportName(string project) => Path.GetFileNameWithoutExtension(project) + ".xml";

    // The counts come from the report that each project writes, not from console output. A project that fails without a failed test (it crashed, or
    // discovered no tests) counts as one failure, so that the sum cannot look green.
    private static TestCounts Count(string project, string reports, int exitCode)
    {
        var report = Path.Combine(reports, ReportName(project));
        var counts = File.Exists(report) ? TestCounts.Read(report) : default;
        if (exitCode == 0 || counts.Failed > 0)
            return counts;
        Console.WriteLine($"{project}: exit code {exitCode} {(File.Exists(report) ? "without a failed test" : "and no report")}; counted as one failure.");
        return counts with { Failed = 1 };
    }
}

internal readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    public bool AllPassed => Passed > 0 && Failed == 0;

    public static TestCounts operator +(TestCounts a, TestCounts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public static TestCounts Read(string xunitReport)
    {
        var assemblies = XDocument.Load(xunitReport).Root!.Elements("assembly").ToList();
        return new(Sum("passed"), Sum("failed") + Sum("errors"), Sum("skipped"));
        int Sum(string attribute) => assemblies.Sum(assembly => (int?)assembly.Attribute(attribute) ?? 0);
    }

    public int Conclude(bool otherStepsPassed = true)
    {
        Console.WriteLine($"{Passed} passed, {Failed} failed, {Skipped} skipped");
        return AllPassed && otherStepsPassed ? 0 : 1;
    }
}

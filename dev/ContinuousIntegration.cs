using System.Diagnostics;

namespace Vernier.Dev;

internal static class ContinuousIntegration
{
    public static int Run()
    {
        var times = new List<string>();
        var counts = default(TestCounts);
        var passed = Step("setup", () => Setup.Run() == 0) && Step("build", () => Solution.Build([]) == 0);
        if (passed)
        {
            // Unformatted code fails the run but does not hide the test results.
            passed = Step("format", () => Solution.Format(["--check"]) == 0);
            Step("test", () => (counts = Tests.RunBuilt([])).AllPassed);
        }
        Console.WriteLine(string.Join('\n', times));
        return counts.Conclude(passed);

        bool Step(string name, Func<bool> run)
        {
            Console.WriteLine($"=== {name}");
            var watch = Stopwatch.StartNew();
            var ok = run();
            times.Add($"{name,-8} {watch.Elapsed.TotalSeconds,6:0.0} s  {(ok ? "ok" : "FAILED")}");
            return ok;
        }
    }
}

#:property PublishAot=false
// The repository's own tool: `dotnet run dev.cs -- VERB`. What a person or a build machine does here is a verb of this one file.
using System.Diagnostics;
using System.Xml.Linq;

Environment.CurrentDirectory = (string)AppContext.GetData("EntryPointFileDirectoryPath")!;
foreach (var silence in (string[])["DOTNET_NOLOGO", "DOTNET_CLI_TELEMETRY_OPTOUT", "TESTINGPLATFORM_TELEMETRY_OPTOUT"])
    Environment.SetEnvironmentVariable(silence, "1");

Verb[] verbs =
[
    new("setup", "", "install the servers that the tests start (Debian packages, only what is missing)", _ => Setup.Run()),
    new("build", "[ARGS]", "build the solution; a warning is an error", Solution.Build),
    new("test", "[ARGS]", "setup, build, run every test project; ARGS, such as --filter-class '*Name*', go to each", Tests.Run),
    new("format", "[--check]", "format the code, or with --check fail when it is not", Solution.Format),
    new("bench", "[ARGS]", "run the benchmarks: ARGS `compare` for the comparison, others go to BenchmarkDotNet", Solution.Bench),
    new("pack", "", "make the packages in artifacts/package", _ => Solution.Pack()),
    new("ci", "", "setup, build, format --check, test: what has to pass before a merge", _ => ContinuousIntegration.Run()),
];

if (args is ["help" or "--help" or "-h"])
{
    Console.Out.WriteLine(Usage());
    return 0;
}
if (verbs.FirstOrDefault(verb => verb.Name == args.FirstOrDefault()) is { } chosen)
    return chosen.Run(args[1..]);

Console.Error.WriteLine(args is [] ? "No verb given.\n" : $"Unknown verb '{args[0]}'.\n");
Console.Error.WriteLine(Usage());
return 2;

string Usage() => $"""
    Usage: dotnet run dev.cs -- VERB [ARGS]

    {string.Join('\n', verbs.Select(verb => $"  {verb.Name + " " + verb.Arguments,-18} {verb.Help}"))}

    test and ci print `N passed, N failed, N skipped` as their last line.
    Exit code: 0 done, 1 failed, 2 wrong usage.
    """;

internal sealed record Verb(string Name, string Arguments, string Help, Func<string[], int> Run);

internal static class Solution
{
    private const string File = "Vernier.slnx";

    public static IEnumerable<string> TestProjects() =>
        XDocument.Load(File).Descendants("Project").Select(project => project.Attribute("Path")!.Value).Where(path => path.StartsWith("tests/", StringComparison.Ordinal));

    public static int Build(string[] arguments) => Shell.Run("dotnet", ["build", File, "-warnaserror", "-nologo", "-verbosity:minimal", .. arguments]);

    public static int Format(string[] arguments)
    {
        string[] passedOn = [.. arguments.Select(argument => argument == "--check" ? "--verify-no-changes" : argument)];
        var solution = Shell.Run("dotnet", ["format", File, .. passedOn]);
        var thisFile = Shell.Run("dotnet", ["format", "whitespace", ".", "--folder", "--include", "dev.cs", .. passedOn]);
        return solution == 0 && thisFile == 0 ? 0 : 1;
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
}

internal static class Tests
{
    public static int Run(string[] arguments)
    {
        if (Setup.Run() == 0 && Solution.Build([]) == 0)
            return RunBuilt(arguments).Conclude();
        Console.WriteLine("No test was run.");
        return default(TestCounts).Conclude();
    }

    public static TestCounts RunBuilt(string[] arguments)
    {
        var reports = Directory.CreateTempSubdirectory("vernier-tests-");
        try
        {
            return Solution.TestProjects().Aggregate(default(TestCounts), (sum, project) => sum + RunProject(project, reports.FullName, arguments));
        }
        finally
        {
            reports.Delete(recursive: true);
        }
    }

    // Counts come from the report that each project writes, never from console text. A project that ends badly without a failed
    // test to show for it (it crashed, or found no tests) counts as one failure, so that the sum can never look green.
    private static TestCounts RunProject(string project, string reports, string[] arguments)
    {
        var report = Path.Combine(reports, Path.GetFileNameWithoutExtension(project) + ".xml");
        // Under a filter it is normal that a project has nothing to run (exit code 8); Conclude sees to it that something ran at all.
        string[] filter = arguments is [] ? [] : ["--ignore-exit-code", "8", .. arguments];
        string[] display = Console.IsOutputRedirected ? ["--no-progress"] : [];
        var exitCode = Shell.Run("dotnet", ["run", "--no-build", "--project", Path.GetDirectoryName(project)!, "--",
            "--results-directory", reports, "--report-xunit", "--report-xunit-filename", Path.GetFileName(report), .. display, .. filter]);

        var counts = File.Exists(report) ? TestCounts.Read(report) : default;
        if (exitCode == 0 || counts.Failed > 0)
            return counts;
        Console.WriteLine($"{project}: ended with exit code {exitCode} {(File.Exists(report) ? "without a failed test" : "and wrote no report")}: counted as one failure.");
        return counts with { Failed = 1 };
    }
}

internal readonly record struct TestCounts(int Passed, int Failed, int Skipped)
{
    public static TestCounts operator +(TestCounts a, TestCounts b) => new(a.Passed + b.Passed, a.Failed + b.Failed, a.Skipped + b.Skipped);

    public static TestCounts Read(string xunitReport)
    {
        var assemblies = XDocument.Load(xunitReport).Root!.Elements("assembly").ToList();
        return new(Sum("passed"), Sum("failed") + Sum("errors"), Sum("skipped"));
        int Sum(string attribute) => assemblies.Sum(assembly => (int?)assembly.Attribute(attribute) ?? 0);
    }

    public bool AllPassed => Passed > 0 && Failed == 0;

    public int Conclude(bool otherStepsPassed = true)
    {
        Console.WriteLine($"{Passed} passed, {Failed} failed, {Skipped} skipped");
        return AllPassed && otherStepsPassed ? 0 : 1;
    }
}

internal static class ContinuousIntegration
{
    public static int Run()
    {
        var times = new List<string>();
        var counts = default(TestCounts);
        var passed = Step("setup", () => Setup.Run() == 0) && Step("build", () => Solution.Build([]) == 0);
        if (passed)
        {
            // Bad formatting fails the run but does not hide what the tests say.
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

/// <summary>A program that tests start, the Debian package that brings it, and where it lies when that is not on the PATH (one * allowed).</summary>
internal sealed record Tool(string Name, string Package, string? Folder = null)
{
    public bool IsThere => SearchPath().Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? Name + ".exe" : Name)));

    private IEnumerable<string> SearchPath()
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] parts = Folder?.Split('*') ?? [];
        var own = parts is [var before, var after] ? Directory.Exists(before) ? Directory.GetDirectories(before).Select(folder => folder + after) : [] : parts;
        return [.. path, "/usr/sbin", .. own];
    }
}

internal static class Setup
{
    private static readonly Tool[] Tools =
    [
        new("prometheus", "prometheus"),
        new("promtool", "prometheus"),
        new("prometheus-pushgateway", "prometheus-pushgateway"),
        new("amtool", "prometheus-alertmanager"),
        new("victoria-metrics", "victoria-metrics"),
        new("postgres", "postgresql", "/usr/lib/postgresql/*/bin"),
        new("initdb", "postgresql", "/usr/lib/postgresql/*/bin"),
        new("pg_isready", "postgresql", "/usr/lib/postgresql/*/bin"),
        new("Orthanc", "orthanc"),
        new("libOrthancDicomWeb.so", "orthanc-dicomweb", "/usr/share/orthanc/plugins"),
        new("glewlwyd", "glewlwyd"),
        new("sqlite3", "sqlite3"),
    ];

    // Debian's packages start their services and PostgreSQL's makes a cluster. The tests start servers of their own, so neither may
    // happen: both are forbidden by files that exist only while apt runs (a policy that the machine already has is left alone),
    // and the new services are not started at the next boot either.
    private const string InstallScript = """
        set -eu
        policy=/usr/sbin/policy-rc.d
        cluster=/etc/postgresql-common/createcluster.d/vernier-setup.conf
        remove="$cluster"
        trap 'rm -f $remove; cd /etc && rmdir --parents --ignore-fail-on-non-empty postgresql-common/createcluster.d' EXIT
        trap 'exit 1' HUP INT TERM
        if [ ! -e "$policy" ]; then
            remove="$remove $policy"
            printf '#!/bin/sh\nexit 101\n' > "$policy"
            chmod 755 "$policy"
        fi
        mkdir -p "${cluster%/*}"
        echo 'create_main_cluster = false' > "$cluster"
        export DEBIAN_FRONTEND=noninteractive
        apt() { apt-get --quiet -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 "$@"; }
        apt update
        apt install --yes --no-install-recommends "$@"
        if command -v systemctl > /dev/null; then
            for package in "$@"; do systemctl --quiet disable "$package" 2> /dev/null || true; done
        fi
        """;

    public static int Run()
    {
        var missing = Missing();
        if (missing is [])
            return 0;
        string[] packages = [.. missing.Select(tool => tool.Package).Distinct()];
        Console.WriteLine($"Missing: {string.Join(", ", missing.Select(tool => $"{tool.Name} (Debian package {tool.Package})"))}");

        if (!File.Exists("/usr/bin/apt-get"))
            return Fail("This is not a Debian system: install these programs by hand so that they are on the PATH.");
        if (Root() is not { } root)
            return Fail($"No root, and no sudo without a password: run\n  sudo apt-get install --no-install-recommends {string.Join(' ', packages)}");

        string[] command = [.. root, "sh", "-c", InstallScript, "setup", .. packages];
        Console.WriteLine($"Installing {string.Join(' ', packages)}");
        if (Shell.RunQuietly(command[0], command[1..]) != 0)
            return Fail($"apt-get could not install {string.Join(' ', packages)}: see above.");
        return Missing() is [var first, ..] ? Fail($"{first.Package} is installed, but {first.Name} is not there.") : 0;
    }

    private static Tool[] Missing() => [.. Tools.Where(tool => !tool.IsThere)];

    /// <summary>What to put before a command to run it as root; null when we may not.</summary>
    private static string[]? Root() => Environment.IsPrivilegedProcess ? []
        : new Tool("sudo", "sudo").IsThere && Shell.RunQuietly("sudo", ["--non-interactive", "true"]) == 0 ? ["sudo", "--non-interactive"]
        : null;

    private static int Fail(string reason)
    {
        Console.Error.WriteLine(reason);
        return 1;
    }
}

internal static class Shell
{
    public static int Run(string program, string[] arguments)
    {
        Console.WriteLine($"> {program} {string.Join(' ', arguments)}");
        return RunQuietly(program, arguments);
    }

    public static int RunQuietly(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments))!;
        process.WaitForExit();
        return process.ExitCode;
    }
}

using Vernier.Runtime;

namespace Vernier.Tests.Runtime;

/// <summary>Scrapes with missing or malformed files in /proc.</summary>
public sealed class LinuxProcessTests : IDisposable
{
    private static readonly string[] FromStat =
        ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_virtual_memory_bytes", "process_threads"];

    private readonly ProcFolder _proc = new();
    private readonly List<CollectorStateChange> _changes = [];
    private readonly MetricRegistry _registry;

    public LinuxProcessTests()
    {
        _registry = new MetricRegistry(new MetricRegistryOptions { OnCollectorStateChanged = _changes.Add });
        ProcessMetricsExtensions.AddLinux(_registry, new LinuxProcess(_proc.Root));
    }

    [Fact]
    public void Scrape_ValidFiles_ExposesEveryMetric()
    {
        var samples = Samples.Of(_registry);

        samples["process_cpu_seconds_total"].ShouldBe(3);
        samples["process_resident_memory_bytes"].ShouldBe(3 * Environment.SystemPageSize);
        samples["process_virtual_memory_bytes"].ShouldBe(1048576);
        samples["process_threads"].ShouldBe(17);
        samples["process_start_time_seconds"].ShouldBe(1_700_000_123.45, 0.001);
        samples["process_max_fds"].ShouldBe(1024);
        samples["process_open_fds"].ShouldBe(3);
        _changes.ShouldBeEmpty();
    }

    [Fact]
    public void Scrape_NoLimitOfOpenFiles_IsInfinite()
    {
        _proc.Write("self/limits", "Max open files            unlimited            unlimited            files     \n");

        Samples.Of(_registry).Text.ShouldContain("\nprocess_max_fds +Inf\n");
    }

    [Fact]
    public void Scrape_MalformedStat_OmitsOnlyItsFamilies()
    {
        _proc.Write("self/stat", "42 (shop) S 1\n");

        var samples = Samples.Of(_registry);

        foreach (var name in FromStat)
            samples.Has(name).ShouldBeFalse();
        samples["process_max_fds"].ShouldBe(1024);
        samples["process_open_fds"].ShouldBe(3);
        samples["vernier_collector_failures_total{collector=\"process\"}"].ShouldBe(1);
        var change = _changes.ShouldHaveSingleItem();
        change.Failure.ShouldBeOfType<InvalidDataException>()
            .Message.ShouldBe($"{_proc.Path("self/stat")}: expected field 14 (utime), found 4 fields.");
    }

    [Theory]
    [InlineData("process_max_fds")]
    [InlineData("process_open_fds")]
    public void Scrape_MissingFile_OmitsOnlyItsFamily(string family)
    {
        if (family == "process_max_fds")
            File.Delete(_proc.Path("self/limits"));
        else
            Directory.Delete(_proc.Path("self/fd"), recursive: true);

        var samples = Samples.Of(_registry);

        samples.Has(family).ShouldBeFalse();
        foreach (var name in (string[])[.. FromStat, "process_start_time_seconds", family == "process_max_fds" ? "process_open_fds" : "process_max_fds"])
            samples.Has(name).ShouldBeTrue(name);
        samples[$"vernier_collector_failures_total{{collector=\"{family}\"}}"].ShouldBe(1);
        _changes.ShouldHaveSingleItem().Collector.ShouldBe(family);
    }

    [Fact]
    public void Scrape_FileRecovers_ExposesItsFamilies()
    {
        var sound = File.ReadAllText(_proc.Path("self/stat"));
        _proc.Write("self/stat", "");
        Samples.Of(_registry).Has("process_threads").ShouldBeFalse();
        _proc.Write("self/stat", sound);

        var samples = Samples.Of(_registry);

        samples["process_threads"].ShouldBe(17);
        _changes.Select(c => c.Failure is null).ShouldBe([false, true]);
    }

    [Theory]
    [InlineData("no boot time\n")]
    [InlineData(null)]
    public void StartTime_HiddenBootTime_MatchesDotNet(string? text)
    {
        if (text is null)
            File.Delete(_proc.Path("stat"));
        else
            _proc.Write("stat", text);

        Samples.Of(_registry)["process_start_time_seconds"].ShouldBe(PortableProcess.ReadStartTime(), 0.001);
        _changes.ShouldBeEmpty();
    }

    [Fact]
    public void StartTime_ClockChange_IsUnaffected()
    {
        var before = Samples.Of(_registry)["process_start_time_seconds"];
        _proc.Write("stat", "btime 1800000000\n");

        Samples.Of(_registry)["process_start_time_seconds"].ShouldBe(before);
    }

    public void Dispose() => _proc.Dispose();
}

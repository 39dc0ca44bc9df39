using System.Diagnostics;
using System.Runtime.InteropServices;
using Vernier.Runtime;

namespace Vernier.Tests.Runtime;

[Collection(UndisturbedTests.Name)]
public class ProcessMetricsTests
{
    private readonly MetricRegistry _registry = new(new MetricRegistryOptions { SelfMetrics = false });

    // Both implementations run here, because the portable one works on Linux, too.
    public static TheoryData<bool> Ways => [true, false];

    [Fact]
    public void AddProcessMetrics_EmptyRegistry_AddsTheWholeCatalog()
    {
        _registry.AddProcessMetrics().ShouldBeSameAs(_registry);

        _registry.Families.Select(f => f.Definition).ShouldBe(ProcessCatalog.Catalog.Metrics.OrderBy(m => m.Name, StringComparer.Ordinal));
        var samples = Samples.Of(_registry);
        foreach (var metric in ProcessCatalog.Catalog.Metrics)
            samples.Has(metric.Name).ShouldBeTrue(metric.Name);
    }

    [Fact]
    public void AddPortable_EmptyRegistry_OmitsLinuxMetrics()
    {
        ProcessMetricsExtensions.AddPortable(_registry);

        _registry.Families.Select(f => f.Definition)
            .ShouldBe(ProcessCatalog.Catalog.Metrics.Where(m => m.Unit is not null || m == ProcessCatalog.Threads), ignoreOrder: true);
    }

    [Fact]
    public void AddProcessMetrics_Again_ChangesNothing()
    {
        _registry.AddProcessMetrics();
        var families = _registry.Families.Count;

        Parallel.For(0, 8, _ => _registry.AddProcessMetrics());

        _registry.Families.Count.ShouldBe(families);
        Samples.Of(_registry).Text.Split("# HELP process_threads ").Length.ShouldBe(2);
    }

    [Fact]
    public void AddProcessMetrics_Concurrently_AddsThemOnce()
    {
        Parallel.For(0, 8, _ => _registry.AddProcessMetrics());

        _registry.Families.Count.ShouldBe(ProcessCatalog.Catalog.Metrics.Count);
    }

    [Fact]
    public void AddProcessMetrics_NameIsTaken_Throws()
    {
        _registry.Counter(new CounterDefinition("process_threads", "Mine."));

        Should.Throw<MetricClashException>(() => _registry.AddProcessMetrics()).Message.ShouldContain("process_threads");
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void CpuTime_BusyThread_GrowsLikeTheSystem(bool linux)
    {
        Add(linux);
        var before = Environment.CpuUsage.TotalTime.TotalSeconds;
        var first = Samples.Of(_registry)["process_cpu_seconds_total"];
        while (Environment.CpuUsage.TotalTime.TotalSeconds < before + 0.2)
        {
            // Uses the CPU.
        }
        var second = Samples.Of(_registry)["process_cpu_seconds_total"];
        var after = Environment.CpuUsage.TotalTime.TotalSeconds;

        // /proc counts in hundredths of a second, rounded down for each of two figures.
        (second - first).ShouldBeGreaterThan(0.15);
        first.ShouldBeGreaterThan(before - 0.05);
        second.ShouldBeLessThan(after + 0.05);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Memory_ThisProcess_MatchesDotNet(bool linux)
    {
        Add(linux);
        var samples = Samples.Of(_registry);
        using var process = Process.GetCurrentProcess();

        samples["process_resident_memory_bytes"].ShouldBe(Environment.WorkingSet, 0.2 * Environment.WorkingSet);
        samples["process_virtual_memory_bytes"].ShouldBe(process.VirtualMemorySize64, 0.2 * process.VirtualMemorySize64);
        samples["process_virtual_memory_bytes"].ShouldBeGreaterThan(samples["process_resident_memory_bytes"]);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void ResidentMemory_TouchedPages_Grows(bool linux)
    {
        // Large compared to the memory that the garbage collector may release in the meantime.
        const int Size = 256 << 20;
        Add(linux);
        var before = Samples.Of(_registry)["process_resident_memory_bytes"];
        var memory = Marshal.AllocHGlobal(Size);
        try
        {
            for (var i = 0; i < Size; i += 1024)
                Marshal.WriteByte(memory, i, 1);
            (Samples.Of(_registry)["process_resident_memory_bytes"] - before).ShouldBeGreaterThan(Size * 0.75);
        }
        finally
        {
            Marshal.FreeHGlobal(memory);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Threads_StartedThreads_AreCounted(bool linux)
    {
        Add(linux);
        using var stop = new ManualResetEventSlim();
        using var started = new CountdownEvent(40);
        Thread[] threads = [.. Enumerable.Range(0, 40).Select(_ => new Thread(() =>
        {
            started.Signal();
            stop.Wait();
        }))];
        foreach (var thread in threads)
            thread.Start();
        started.Wait();

        // Threads of earlier tests end at any time, so only a scrape between two equal counts is compared.
        double counted, scraped;
        do
        {
            counted = CountTasks();
            scraped = Samples.Of(_registry)["process_threads"];
        }
        while (CountTasks() != counted);
        stop.Set();
        foreach (var thread in threads)
            thread.Join();

        scraped.ShouldBe(counted);
        scraped.ShouldBeGreaterThan(40);
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void StartTime_ThisProcess_MatchesDotNet(bool linux)
    {
        Add(linux);
        using var process = Process.GetCurrentProcess();
        var expected = new DateTimeOffset(process.StartTime).ToUnixTimeMilliseconds() / 1000.0;

        // The kernel reports the boot time in whole seconds.
        Samples.Of(_registry)["process_start_time_seconds"].ShouldBe(expected, 2);
    }

    [Fact]
    public void OpenFiles_OpenedFiles_AreCounted()
    {
        _registry.AddProcessMetrics();
        var before = Samples.Of(_registry)["process_open_fds"];
        FileStream[] files = [.. Enumerable.Range(0, 100).Select(_ => File.OpenRead("/dev/null"))];
        var during = Samples.Of(_registry)["process_open_fds"];
        foreach (var file in files)
            file.Dispose();
        var after = Samples.Of(_registry)["process_open_fds"];

        before.ShouldBeGreaterThanOrEqualTo(3);
        (during - before).ShouldBeInRange(90, 110);
        (during - after).ShouldBeInRange(90, 110);
    }

    [Fact]
    public void OpenFileLimit_ThisProcess_IsTheEnforcedLimit()
    {
        const int OpenFiles = 7; // RLIMIT_NOFILE
        _registry.AddProcessMetrics();
        GetLimit(OpenFiles, out var limit).ShouldBe(0);

        Samples.Of(_registry)["process_max_fds"].ShouldBe(limit.Soft == ulong.MaxValue ? double.PositiveInfinity : limit.Soft);
    }

    [Fact]
    public void Read_Again_AllocatesLittle()
    {
        const int Times = 100;
        var process = new LinuxProcess("/proc");
        double Read() => process.Read().Threads + process.CountOpenFiles() + process.ReadOpenFileLimit() + process.StartTime;
        Read();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            Read();

        // Two handles of a few hundred bytes; no stream, no string, nothing per open file.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / Times).ShouldBeLessThan(1024);
    }

    private static int CountTasks() => Directory.GetDirectories("/proc/self/task").Length;

    [DllImport("libc", EntryPoint = "getrlimit")]
    private static extern int GetLimit(int resource, out ResourceLimit limit);

    private void Add(bool linux)
    {
        if (linux)
            _registry.AddProcessMetrics();
        else
            ProcessMetricsExtensions.AddPortable(_registry);
    }

    private struct ResourceLimit
    {
        public ulong Soft;
        public ulong Hard;
    }
}

using Vernier.Runtime.Procfs;

namespace Vernier.Runtime;

/// <summary>Reads the figures of this process from /proc; five of them come from one small file.</summary>
internal sealed class LinuxProcess
{
    private readonly ProcFile<ProcessStat> _stat;
    private readonly ProcFile<double> _openFileLimit;
    private readonly ProcFile<double> _bootTime;
    private readonly string _openFiles;
    private double _startTime = double.NaN; // Until it is read.

    /// <param name="root">The path of /proc.</param>
    public LinuxProcess(string root)
    {
        _stat = new(Path.Combine(root, "self/stat"), ProcessStat.Parse);
        _openFileLimit = new(Path.Combine(root, "self/limits"), ProcLimits.ParseOpenFiles);
        _bootTime = new(Path.Combine(root, "stat"), BootTime.Parse);
        _openFiles = Path.Combine(root, "self/fd");
    }

    /// <summary>Gets the start time of the process, in seconds since 1970.</summary>
    public double StartTime
    {
        get
        {
            // Read once, because the kernel derives the boot time from the clock, so it would change whenever the clock is set. A failure is not cached.
            if (double.IsNaN(_startTime))
                _startTime = ReadStartTime();
            return _startTime;
        }
    }

    public ProcessSample Read()
    {
        var stat = _stat.Read();
        return new ProcessSample(stat.CpuSeconds, stat.ResidentBytes, stat.VirtualBytes, stat.Threads);
    }

    /// <summary>Counts the open file descriptors, without the one that is used for counting.</summary>
    public double CountOpenFiles() => DirectoryEntries.Count(_openFiles) - 1;

    public double ReadOpenFileLimit() => _openFileLimit.Read();

    private double ReadStartTime()
    {
        try
        {
            return _bootTime.Read() + _stat.Read().StartSeconds;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // Some sandboxes hide /proc/stat.
            return PortableProcess.ReadStartTime();
        }
    }
}

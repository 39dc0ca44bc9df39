namespace Vernier.Runtime.Procfs;

/// <summary>Values of /proc/self/stat, in units of the kernel (manual page proc_pid_stat(5)).</summary>
internal readonly record struct ProcessStat
{
    // The kernel reports times in USER_HZ, which is 100 on every architecture that .NET supports, regardless of its internal HZ.
    private const double TicksPerSecond = 100;

    /// <summary>Fields 14 and 15: ticks in user and kernel mode, including ended threads.</summary>
    public required ulong CpuTicks { get; init; }

    /// <summary>Field 20.</summary>
    public required ulong Threads { get; init; }

    /// <summary>Field 22: ticks from boot to the start of the process.</summary>
    public required ulong StartTicks { get; init; }

    /// <summary>Field 23.</summary>
    public required ulong VirtualBytes { get; init; }

    /// <summary>Field 24.</summary>
    public required ulong ResidentPages { get; init; }

    public double CpuSeconds => CpuTicks / TicksPerSecond;

    public double StartSeconds => StartTicks / TicksPerSecond;

    public double ResidentBytes => (double)ResidentPages * Environment.SystemPageSize;

    /// <summary>Parses the text of the file.</summary>
    /// <exception cref="FormatException">The text differs from the manual page.</exception>
    public static ProcessStat Parse(ReadOnlySpan<byte> text)
    {
        // Field 2 is the program name in parentheses. The name can contain spaces, parentheses and line breaks, so only the last parenthesis ends it.
        var name = text.LastIndexOf(") "u8);
        if (name < 0)
            throw new FormatException("expected the program name in parentheses as field 2.");

        var fields = new ProcFields(text[(name + 2)..], first: 3);
        return new ProcessStat
        {
            CpuTicks = fields.Number(14, "utime") + fields.Number(15, "stime"),
            Threads = fields.Number(20, "num_threads"),
            StartTicks = fields.Number(22, "starttime"),
            VirtualBytes = fields.Number(23, "vsize"),
            ResidentPages = fields.Number(24, "rss"),
        };
    }
}

namespace Vernier.Runtime.Procfs;

/// <summary>What is wanted of /proc/self/stat, in the kernel's units (manual page proc_pid_stat(5)).</summary>
internal readonly record struct ProcessStat
{
    // The kernel shows times to user space in its USER_HZ, which is 100 on every architecture that .NET runs on, whatever its own HZ is.
    private const double TicksPerSecond = 100;

    /// <summary>Fields 14 and 15: ticks in user mode and in the kernel, ended threads included.</summary>
    public required ulong CpuTicks { get; init; }

    /// <summary>Field 20.</summary>
    public required ulong Threads { get; init; }

    /// <summary>Field 22: ticks from the machine's start to the process's.</summary>
    public required ulong StartTicks { get; init; }

    /// <summary>Field 23.</summary>
    public required ulong VirtualBytes { get; init; }

    /// <summary>Field 24.</summary>
    public required ulong ResidentPages { get; init; }

    public double CpuSeconds => CpuTicks / TicksPerSecond;

    public double StartSeconds => StartTicks / TicksPerSecond;

    public double ResidentBytes => (double)ResidentPages * Environment.SystemPageSize;

    /// <summary>Parses the text of the file.</summary>
    /// <exception cref="FormatException">It is not as the manual page says.</exception>
    public static ProcessStat Parse(ReadOnlySpan<byte> text)
    {
        // Field 2 is the program's name in parentheses, which may itself hold spaces, parentheses and line ends: only the last one ends it.
        var name = text.LastIndexOf(") "u8);
        if (name < 0)
            throw new FormatException("expected the program's name in parentheses as field 2, found none.");

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

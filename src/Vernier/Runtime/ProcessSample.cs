namespace Vernier.Runtime;

/// <summary>The figures of the process that every operating system provides.</summary>
internal readonly record struct ProcessSample(double CpuSeconds, double ResidentBytes, double VirtualBytes, double Threads);

namespace Vernier.Runtime;

/// <summary>What every system tells of the process.</summary>
internal readonly record struct ProcessSample(double CpuSeconds, double ResidentBytes, double VirtualBytes, double Threads);

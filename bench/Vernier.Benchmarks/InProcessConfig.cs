using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Vernier.Benchmarks;

/// <summary>
/// Runs the benchmarks of BenchmarkDotNet in this process. By default BenchmarkDotNet generates and builds a project for each run, which would inherit the
/// central package versions, analyzers and artifacts folder of this repository.
/// </summary>
internal static class InProcessConfig
{
    // As the default job, so that options such as --iterationCount change this job instead of adding another one.
    public static IConfig Create() =>
        DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
}

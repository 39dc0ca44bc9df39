using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Vernier.Benchmarks;

/// <summary>
/// Runs BenchmarkDotNet's classes in this process. Its usual way is to generate and build a project for each run, which would fall under this
/// repository's central package versions, analyzers and artifacts folder.
/// </summary>
internal static class InProcessConfig
{
    // As the default job, so that options such as --iterationCount change it and do not add one of another kind.
    public static IConfig Create() =>
        DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsDefault());
}

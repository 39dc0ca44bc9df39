namespace Vernier.Tests.Runtime;

/// <summary>Tests that measure the process run alone: others would open files, throw exceptions and start timers meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class UndisturbedTests
{
    public const string Name = "Runtime, undisturbed";
}

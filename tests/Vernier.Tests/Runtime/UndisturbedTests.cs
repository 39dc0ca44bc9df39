namespace Vernier.Tests.Runtime;

/// <summary>Tests that measure the process do not run in parallel with others, which open files, throw exceptions and start timers.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class UndisturbedTests
{
    public const string Name = "Runtime, undisturbed";
}

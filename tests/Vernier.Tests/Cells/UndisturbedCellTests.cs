namespace Vernier.Tests.Cells;

/// <summary>Tests that use up what the whole process shares, or measure it, run alone: others would take slots and hold pauses meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class UndisturbedCellTests
{
    public const string Name = "Cells, undisturbed";
}

namespace Vernier.Tests.Cells;

/// <summary>Tests that use up or measure resources of the process run alone, because others would lease slots and begin pauses.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class UndisturbedCellTests
{
    public const string Name = "Cells, undisturbed";
}

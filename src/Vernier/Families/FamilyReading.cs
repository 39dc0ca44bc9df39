namespace Vernier.Families;

/// <summary>The values of a family that a collection has read from a callback. It becomes visible when it is applied.</summary>
internal abstract class FamilyReading
{
    /// <summary>Updates the series of the family. Called within a collection, so by one thread at a time.</summary>
    /// <param name="collection">The number of the collection.</param>
    internal abstract void Apply(long collection);
}

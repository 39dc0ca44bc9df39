using System.Runtime.CompilerServices;

namespace Vernier.Families;

/// <summary>Room for the label values of most series within the series itself, which saves an array and a step for each.</summary>
[InlineArray(Capacity)]
internal struct FewValues
{
    public const int Capacity = 3;

    private string _first;
}

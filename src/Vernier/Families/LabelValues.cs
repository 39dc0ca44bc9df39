using System.Runtime.CompilerServices;

namespace Vernier.Families;

/// <summary>A buffer on the stack for the label values of one look-up.</summary>
[InlineArray(Capacity)]
internal struct LabelValues
{
    public const int Capacity = 8;

    private string _first;
}

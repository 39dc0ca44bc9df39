using System.Text;

namespace Vernier.Exposition;

/// <summary>The beginning of all lines of one sample name: with an opening brace for series with labels, with a space for those without.</summary>
internal sealed class SampleText(string name)
{
    public byte[] WithLabels { get; } = Encoding.UTF8.GetBytes(name + "{");

    public byte[] WithoutLabels { get; } = Encoding.UTF8.GetBytes(name + " ");
}

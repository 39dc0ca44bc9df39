using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Vernier.Testing;

namespace Vernier.Tests.Definitions;

/// <summary>The fields of a label set are read directly from memory. A type for which that would differ from its properties is rejected.</summary>
public class UnfaithfulLabelSetTests
{
    private enum Kind
    {
        Small,
        Large,
    }

    private enum Tiny : byte
    {
        One = 1,
        Two,
    }

    private enum Long : long
    {
        Least = -1,
        None,
    }

    private interface INamed
    {
        string Name { get; }

        string Inherited => "default of the interface";
    }

    [Fact]
    public void Register_NotALabelSet_Throws()
    {
        const string Expected = "has no properties that can be labels; a label set is a record struct whose properties are strings, enums or booleans.";
        ShouldThrow<bool>($"Boolean {Expected}");
        ShouldThrow<int>($"Int32 {Expected}");
        ShouldThrow<char>($"Char {Expected}");
        ShouldThrow<double>($"Double {Expected}");
        ShouldThrow<nint>($"IntPtr {Expected}");
        ShouldThrow<Kind>($"Kind {Expected}");
        ShouldThrow<DateTime>($"DateTime {Expected}");
        ShouldThrow<TimeSpan>($"TimeSpan {Expected}");
        ShouldThrow<Guid>($"Guid {Expected}");
        ShouldThrow<decimal>($"Decimal {Expected}");
        ShouldThrow<KeyValuePair<string, string>>($"KeyValuePair`2 {Expected}");
        ShouldThrow<ReadOnlyMemory<char>>($"ReadOnlyMemory`1 {Expected}");
        ShouldThrow<OnlyPrivate>($"OnlyPrivate {Expected}");
        ShouldThrow<ValueTuple>("ValueTuple has no labels");
        ShouldThrow<OnlyStatic>("OnlyStatic has no labels");
    }

    [Fact]
    public void Register_InlineArray_Throws() => ShouldThrow<Inline>("Inline has an explicit memory layout or is an inline array");

    [Fact]
    public void Register_ExplicitLayout_Throws() => ShouldThrow<Overlapping>("Overlapping has an explicit memory layout");

    [Fact]
    public void Register_GetterWithCode_Throws()
    {
        ShouldThrow<Trimming>("Trimming.Name has a getter with code");
        ShouldThrow<Partly>("Partly.Name has a getter with code");
        ShouldThrow<PositionalWithGetter>("PositionalWithGetter.Name has a getter with code");
    }

    [Fact]
    public void Register_ComputedProperty_Throws()
    {
        ShouldThrow<Computed>("Computed.Class is computed");
        ShouldThrow<ComputedFromParameter>("ComputedFromParameter has no properties that can be labels");
    }

    [Fact]
    public void Register_PrivateField_Throws()
    {
        ShouldThrow<WithPrivateField>("WithPrivateField has the private field 'tenant'");
        ShouldThrow<WithPrivateProperty>("WithPrivateProperty has the private field 'Tenant'");
        ShouldThrow<WithCounter>("WithCounter has the private field 'count'");
    }

    [Fact]
    public void Register_NestedOrNullable_Throws()
    {
        ShouldThrow<WithNested>("WithNested.Inner is of type Faithful");
        ShouldThrow<WithNullable>("WithNullable.Kind is of type Nullable");
    }

    [Fact]
    public void With_ValidLabelSets_ReadsEveryLabel()
    {
        ShouldRead(new Faithful("a", Kind.Large, true), "a large true");
        ShouldRead(new Mixed(true, "a", Tiny.Two, Long.Least, null!, Kind.Small), "true a two least  small");
        ShouldRead(new Generic<Kind>(Kind.Large, "x"), "large x");
        ShouldRead(new Initialized("a"), "A");
        ShouldRead(new Named("a"), "a");
        ShouldRead(("one", "two"), "one two");
        ShouldRead(new WithStatics("a"), "a");
        ShouldRead(new Packed(Tiny.One, Long.None, "x"), "one none x");
    }

    private static void ShouldThrow<TLabels>(string reason)
        where TLabels : struct
    {
        var registry = Scraping.NewRegistry();
        foreach (var register in (Action[])
        [
            () => registry.Counter<TLabels>("c", "Help."),
            () => registry.Histogram<TLabels>("h", "Help."),
            () => registry.Info<TLabels>("i", "Help."),
            () => registry.GaugeCallback<TLabels>("g", "Help.", _ => { }),
        ])
        {
            Should.Throw<MetricDefinitionException>(register).Message.ShouldContain(reason);
        }
        registry.Families.ShouldBeEmpty();
    }

    private static void ShouldRead<TLabels>(TLabels labels, string values)
        where TLabels : struct
    {
        var counter = Scraping.NewRegistry().Counter<TLabels>("c_total", "Help.").With(labels);
        string.Join(" ", counter.LabelValues.ToArray()).ShouldBe(values);
    }

    private readonly record struct Faithful(string Name, Kind Kind, bool On);

    private readonly record struct Mixed(bool On, string Name, Tiny Tiny, Long Long, string Other, Kind Kind);

    private readonly record struct Generic<T>(T Value, string Name)
        where T : struct, Enum;

    private readonly record struct Initialized(string Name)
    {
        public string Name { get; } = Name.ToUpperInvariant();
    }

    private readonly record struct Named(string Name) : INamed
    {
        string INamed.Inherited => Name + "!";
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private readonly record struct Packed(Tiny Tiny, Long Long, string Name);

    private readonly record struct WithStatics(string Name)
    {
        public static string Shared { get; } = "shared";

        public char this[int index] => Name[index];
    }

    private readonly struct OnlyStatic
    {
        public static readonly string Name = "static";
    }

    private readonly struct OnlyPrivate(string name)
    {
        private readonly string _name = name;

        public override string ToString() => _name;
    }

    [InlineArray(3)]
    private struct Inline
    {
        public string First;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlapping
    {
        [FieldOffset(0)]
        public Kind One;

        [FieldOffset(0)]
        public Kind Other;
    }

    private readonly record struct Trimming(string Name, Kind Kind)
    {
        public string Name { get => field.Trim(); } = Name;
    }

    private record struct Partly
    {
        public string Name { get => field ?? "none"; set; }

        public Kind Kind { get; set; }
    }

    private readonly record struct PositionalWithGetter(string Name)
    {
        public string Name { get => field.ToUpperInvariant(); init; } = Name;
    }

    private readonly record struct Computed(Kind Kind)
    {
        public string Class => Kind == Kind.Small ? "s" : "l";
    }

    private readonly struct ComputedFromParameter(string name)
    {
        public string Name => name;
    }

    private readonly record struct WithPrivateField(string Name)
    {
        private readonly string _tenant = Name;

        public override string ToString() => _tenant;
    }

    private readonly record struct WithPrivateProperty(string Name)
    {
        private string Tenant { get; } = Name;

        public override string ToString() => Tenant;
    }

    private record struct WithCounter(string Name)
    {
        private int _count;

        public int Next() => ++_count;
    }

    private readonly record struct WithNested(string Name, Faithful Inner);

    private readonly record struct WithNullable(string Name, Kind? Kind);
}

using Vernier.Testing.Parsing;

namespace Vernier.Tests.Parsing;

public class LabelSetTests
{
    [Fact]
    public void Equals_OtherOrder_IsTrue()
    {
        LabelSet a = LabelSet.Of(("x", "1"), ("y", "2")), b = LabelSet.Of(("y", "2"), ("x", "1"));
        a.Equals(b).ShouldBeTrue();
        a.GetHashCode().ShouldBe(b.GetHashCode());
        a.Select(label => label.Name).ShouldBe(["x", "y"]);
    }

    [Fact]
    public void Equals_EmptyValue_EqualsAnAbsentLabel() => LabelSet.Of(("x", ""), ("y", "2")).Equals(LabelSet.Of(("y", "2"))).ShouldBeTrue();

    [Fact]
    public void Equals_SwappedValues_IsFalse() => LabelSet.Of(("x", "1"), ("y", "2")).Equals(LabelSet.Of(("x", "2"), ("y", "1"))).ShouldBeFalse();

    [Fact]
    public void Equals_ValueThatLooksLikeALabel_IsFalse() => LabelSet.Of(("x", "1;y=1:2")).Equals(LabelSet.Of(("x", "1"), ("y", "2"))).ShouldBeFalse();

    [Fact]
    public void Without_Label_LeavesTheOthers()
    {
        LabelSet.Of(("x", "1"), ("y", "2")).Without("x").ShouldBe([new ParsedLabel("y", "2")]);
        LabelSet.Of(("x", "1")).Without("z").Count.ShouldBe(1);
    }

    [Fact]
    public void Has_EmptyValue_IsTrue()
    {
        LabelSet.Of(("x", "")).Has("x").ShouldBeTrue();
        LabelSet.Empty.Has("x").ShouldBeFalse();
    }
}

using Vernier.Architecture.Tests.Samples;
using Vernier.Testing;

namespace Vernier.Architecture.Tests;

public class NamespaceTests
{
    private static readonly Lazy<IReadOnlyList<TypeUse>> OwnUses = new(() => TypeUseReader.Read(typeof(NamespaceTests).Assembly.Location));

    private static string Samples => typeof(Targets).Namespace!;

    public static TheoryData<string> Projects => new(Repository.SourceProjects);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Namespaces_OfAProject_UseEachOtherInNoCircle(string project)
    {
        var circles = NamespaceCircles.Find(TypeUseReader.Read(Repository.Assembly(project)), project);
        circles.Count.ShouldBe(0, string.Join('\n', circles));
    }

    [Fact]
    public void Find_NamespacesThatUseEachOther_NamesTheTypesBehindTheCircle() =>
        NamespaceCircles.Find(OwnUses.Value, Samples + ".Circle").ShouldHaveSingleItem().ShouldBe($"""
            A circle of {Samples}.Circle.Left, {Samples}.Circle.Right:
              {Samples}.Circle.Left → {Samples}.Circle.Right (1):
                LeftCaller → RightCallee
              {Samples}.Circle.Right → {Samples}.Circle.Left (1):
                RightHolder → LeftHeld
            """);

    [Fact]
    public void Find_NamespacesOneAboveTheOther_AreNoCircle() => NamespaceCircles.Find(OwnUses.Value, Samples + ".Tree").ShouldBeEmpty();

    [Fact]
    public void Find_LongWayRound_IsOneCircle()
    {
        TypeUse[] uses = [Use("A.One", "A.Two"), Use("A.Two", "A.Three"), Use("A.Three", "A.One"), Use("A.Three", "A.Leaf"), Use("A.Two", "Other"), Use("Other", "A.Two")];
        var circle = NamespaceCircles.Find(uses, "A").ShouldHaveSingleItem();
        circle.ShouldStartWith("A circle of A.One, A.Three, A.Two:");
        circle.ShouldNotContain("A.Leaf");
    }

    [Fact]
    public void Read_EveryWayToUseAType_IsSeen()
    {
        var used = OwnUses.Value.Where(use => use.From.Outermost == nameof(Source<>) && use.To.Outermost == nameof(Targets)).Select(use => use.To.Name.Split('+')[^1]);
        used.Distinct().Order().ShouldBe(typeof(Targets).GetNestedTypes().Select(type => type.Name).Order());
    }

    private static TypeUse Use(string from, string to) => new(new(from, "Type"), new(to, "Type"));
}

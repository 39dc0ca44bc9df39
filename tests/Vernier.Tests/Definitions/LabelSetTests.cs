using Vernier.Testing;

namespace Vernier.Tests.Definitions;

public class LabelSetTests
{
    private enum Method
    {
        Get,
        [LabelValue("PUT!")]
        Put,
        DeleteAll,
    }

    private enum Nothing
    {
    }

    private enum FarApart
    {
        First = 0,
        Last = 4096,
    }

    private enum SameText
    {
        One,
        [LabelValue("one")]
        Eins,
    }

    [Fact]
    public void Labels_OfALabelSet_AreItsFieldsInOrder()
    {
        var labels = new CounterDefinition<Request>("a_total", "Help.").Labels;
        labels.Select(l => l.Name).ShouldBe(["http_method", "handler", "repo", "is_cached"]);
        labels[0].Values.ShouldBe(["get", "PUT!", "delete_all"]);
        labels[1].Values.ShouldBeNull();
        labels[2].MaxValues.ShouldBe(500);
        labels[2].Description.ShouldBe("The repository.");
        labels[3].Values.ShouldBe(["false", "true"]);
    }

    [Fact]
    public void Labels_OfAStructWithFields_AreItsFields() =>
        new GaugeDefinition<WithFields>("a", "Help.").Labels.Select(l => l.Name).ShouldBe(["shop_name", "till"]);

    [Theory]
    [InlineData("repo")]
    [InlineData(nameof(Request.Repository))]
    public void Label_ByNameOrProperty_IsFound(string nameOrProperty) =>
        new CounterDefinition<Request>("a_total", "Help.").Label(nameOrProperty).Name.ShouldBe("repo");

    [Fact]
    public void Label_Unknown_NamesTheMetricAndItsLabels()
    {
        var message = Should.Throw<MetricDefinitionException>(() => new CounterDefinition<Request>("a_total", "Help.").Label("nothing")).Message;
        message.ShouldBe("a_total has no label 'nothing'; its labels are: http_method, handler, repo, is_cached.");
    }

    [Fact]
    public void Register_FieldOfAnotherType_Throws() => ShouldThrow<WithNumber>("WithNumber.Code is of type Int32");

    [Fact]
    public void Register_NullableField_Throws() => ShouldThrow<WithNullable>("WithNullable.Flag is of type Nullable");

    [Fact]
    public void Register_NoFields_Throws() => ShouldThrow<WithNothing>("WithNothing has no labels");

    [Fact]
    public void Register_EnumWithoutMembers_Throws() => ShouldThrow<Of<Nothing>>("Nothing has no members");

    [Fact]
    public void Register_EnumWithTooLargeRange_Throws() => ShouldThrow<Of<FarApart>>("FarApart span 4097 numbers");

    [Fact]
    public void Register_EnumWithDuplicateLabelValue_Throws() => ShouldThrow<Of<SameText>>("SameText have the same label value");

    [Fact]
    public void Register_ReservedLabelName_Throws() => ShouldThrow<WithLe>("label 'le' is reserved");

    [Fact]
    public void Register_TwoFieldsWithTheSameLabel_Throws() => ShouldThrow<WithSameNames>("duplicate label 'user_id'");

    [Fact]
    public void Register_InvalidLabelName_Throws() => ShouldThrow<WithUmlaut>("'größe' is not a valid label name");

    [Fact]
    public void Register_LabelsDifferFromTheLabelSet_Throws()
    {
        var definition = new CounterDefinition<Request>("orders_total", "Help.") { Labels = [new("other")] };
        Should.Throw<MetricDefinitionException>(() => Scraping.NewRegistry().Counter(definition)).Message.ShouldContain("orders_total");
    }

    private static void ShouldThrow<TLabels>(string reason)
        where TLabels : struct
    {
        var registry = Scraping.NewRegistry();
        var message = Should.Throw<MetricDefinitionException>(() => registry.Counter<TLabels>("orders_total", "Help.")).Message;
        message.ShouldContain("orders_total");
        message.ShouldContain(reason);
        registry.Families.ShouldBeEmpty();
    }

    private readonly record struct Request(
        [property: Label("http_method")] Method Method,
        string Handler,
        [property: Label("repo", MaxValues = 500, Description = "The repository.")] string Repository,
        bool IsCached);

    private readonly record struct Of<T>(T Value);

    private readonly record struct WithNumber(int Code);

    private readonly record struct WithNullable(bool? Flag);

    private readonly record struct WithNothing;

    private readonly record struct WithLe(string Le);

    private readonly record struct WithSameNames(string UserId, [property: Label("user_id")] string Other);

    private readonly record struct WithUmlaut(string Größe);

    private readonly struct WithFields(string shopName, string counter)
    {
        public readonly string ShopName = shopName;

        [Label("till")]
        public readonly string Counter = counter;
    }
}

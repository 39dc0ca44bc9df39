namespace Vernier.Pangolin.Console.Markup;

/// <summary>A table that becomes a list of cards on narrow screens. The roles keep it a table for screen readers, whatever the style sheet does.</summary>
internal static class Table
{
    /// <summary>Creates a table.</summary>
    /// <param name="caption">What the table contains, for screen readers.</param>
    /// <param name="columns">The titles of the columns.</param>
    /// <param name="rows">The cells of the rows.</param>
    /// <param name="empty">The text if there are no rows.</param>
    public static Html Of(string caption, string[] columns, IReadOnlyList<Html[]> rows, string empty) => rows.Count == 0
        ? Html.Of($"""<p class="empty">{empty}</p>""")
        : Html.Of($"""
            <table role="table"><caption>{caption}</caption>
            <thead role="rowgroup"><tr role="row">{columns.Select(column => Html.Of($"""<th role="columnheader" scope="col">{column}</th>"""))}</tr></thead>
            <tbody role="rowgroup">
            {rows.Select(row => Html.Of($"""<tr role="row">{row.Select((cell, i) => Html.Of($"""<td role="cell" data-label="{columns[i]}"><div>{cell}</div></td>"""))}</tr>"""))}
            </tbody></table>
            """);
}

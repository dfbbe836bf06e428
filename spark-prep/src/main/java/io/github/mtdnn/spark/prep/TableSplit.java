package io.github.mtdnn.spark.prep;

import io.github.mtdnn.failure.DataFormatException;
import io.github.mtdnn.spark.failure.TaskFailures;
import io.github.mtdnn.task.ColumnRef;
import io.github.mtdnn.task.Example;
import io.github.mtdnn.task.Field;
import io.github.mtdnn.task.SplitSource;
import io.github.mtdnn.task.TableFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import scala.Tuple2;

/**
 * A split in Parquet files or in a table of the catalog, read by Spark SQL. Rows of files are in
 * the order of the files; rows of a table have none, and are put in the order of their content, so
 * that the same rows always give the same split.
 */
final class TableSplit implements RawSplit {
    private static final int SHOWN_CHARACTERS = 60;

    private final String name;
    private final SplitSource source;
    private final ExampleMapper mapper;
    private final BadRowPolicy badRows;
    private final JavaRDD<TableRow> table;
    private final TableSurvey survey;

    private TableSplit(
            String name,
            SplitSource source,
            ExampleMapper mapper,
            BadRowPolicy badRows,
            JavaRDD<TableRow> table) {
        this.name = name;
        this.source = source;
        this.mapper = mapper;
        this.badRows = badRows;
        this.table = table;
        this.survey = survey(table, mapper);
        if (survey.badRows() > 0) {
            String problem = "%s: %s".formatted(location(survey.problemRow()), survey.problem());
            if (!badRows.setsAside()) {
                throw new DataFormatException(problem);
            }
            badRows.require(survey.badRows(), survey.rows() + survey.badRows(), problem);
        }
    }

    static TableSplit ofParquet(
            SparkSession spark,
            String name,
            List<RawFile> files,
            SplitSource source,
            ExampleMapper mapper,
            BadRowPolicy badRows) {
        Dataset<Row> table;
        try {
            table = spark.read().parquet(files.stream().map(RawFile::uri).toArray(String[]::new));
        } catch (Exception e) { // Spark's are checked, but not declared
            throw new DataFormatException(
                    ("%s: cannot be read as Parquet: %s. Replace the file, or correct format "
                                    + "in the task's definition.")
                            .formatted(name, firstLine(e)),
                    e);
        }
        return new TableSplit(
                name,
                source,
                mapper,
                badRows,
                rows(
                        table,
                        name,
                        source,
                        functions.col("_metadata.file_name"),
                        functions.col("_metadata.row_index")));
    }

    static TableSplit ofTable(
            SparkSession spark,
            String name,
            SplitSource source,
            ExampleMapper mapper,
            BadRowPolicy badRows) {
        if (!spark.catalog().tableExists(source.path())) {
            throw new DataFormatException(
                    ("%s: no such table in the Spark catalog. Create it, or correct path in "
                                    + "the task's definition.")
                            .formatted(name));
        }
        Dataset<Row> table = spark.table(source.path());
        Column[] content =
                texts(table, source, name).stream()
                        .map(text -> functions.coalesce(text, functions.lit("")))
                        .toArray(Column[]::new);
        return new TableSplit(
                name,
                source,
                mapper,
                badRows,
                rows(table, name, source, functions.concat_ws("\t", content), functions.lit(0L)));
    }

    @Override
    public long rows() {
        return survey.rows();
    }

    @Override
    public long leftOutRows() {
        return survey.leftOutRows();
    }

    @Override
    public long badRows() {
        return survey.badRows();
    }

    @Override
    public JavaRDD<BadRow> quarantined() {
        ExampleMapper mapper = this.mapper;
        String name = this.name;
        boolean numbered = source.format() == TableFormat.PARQUET;
        return table.mapToPair(row -> new Tuple2<>(row.key(), row))
                .sortByKey()
                .values()
                .flatMap(row -> badRow(row, mapper, name, numbered).iterator());
    }

    private static List<BadRow> badRow(
            TableRow row, ExampleMapper mapper, String table, boolean numbered) {
        try {
            mapper.map(row, 0);
            return List.of();
        } catch (RowProblem e) {
            RowKey key = row.key();
            return List.of(
                    new BadRow(
                            numbered ? table + " " + key.file() : table,
                            numbered ? key.row() + 1 : 0,
                            e.getMessage(),
                            row.raw()));
        }
    }

    @Override
    public String rawHash() {
        return survey.digest();
    }

    @Override
    public JavaRDD<Example> examples(int rowsPerPartition) {
        boolean numbered = source.column(Field.UID) instanceof ColumnRef.RowCount;
        return EqualPartitions.cut(ordered().values(), rows(), rowsPerPartition)
                .map(row -> numbered ? row._2().withUid(Long.toString(row._1())) : row._2());
    }

    @Override
    public String locate(long row) {
        return location(
                ordered()
                        .keys()
                        .zipWithIndex()
                        .filter(indexed -> indexed._2() == row)
                        .first()
                        ._1());
    }

    private JavaPairRDD<RowKey, Example> ordered() {
        ExampleMapper mapper = this.mapper;
        boolean setsAside = badRows.setsAside();
        return table.flatMapToPair(
                        row ->
                                example(row, mapper, setsAside).stream()
                                        .map(example -> new Tuple2<>(row.key(), example))
                                        .iterator())
                .sortByKey();
    }

    private static Optional<Example> example(
            TableRow row, ExampleMapper mapper, boolean setsAside) {
        try {
            return mapper.map(row, 0);
        } catch (RowProblem e) {
            if (setsAside) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String location(RowKey row) {
        if (source.format() == TableFormat.PARQUET) {
            return "%s, row %d of %s".formatted(name, row.row() + 1, row.file());
        }
        String content = row.file().replace('\t', '|');
        boolean isLong = content.length() > SHOWN_CHARACTERS;
        return "%s, row %s"
                .formatted(name, isLong ? content.substring(0, SHOWN_CHARACTERS) + "..." : content);
    }

    private static TableSurvey survey(JavaRDD<TableRow> table, ExampleMapper mapper) {
        try {
            return table.aggregate(
                    new TableSurvey(),
                    (survey, row) -> survey.add(row, mapper),
                    TableSurvey::addAll);
        } catch (Exception e) { // Spark's are checked, but not declared
            throw TaskFailures.unwrap(e);
        }
    }

    private static JavaRDD<TableRow> rows(
            Dataset<Row> table, String name, SplitSource source, Column file, Column rowNumber) {
        List<String> names = columnNames(source);
        List<Column> columns = new ArrayList<>(List.of(file, rowNumber));
        columns.addAll(texts(table, source, name));
        return table.select(columns.toArray(Column[]::new))
                .javaRDD()
                .map(row -> TableRow.of(row, names));
    }

    /** The columns that fields come from as texts; a list is written as JSON. */
    private static List<Column> texts(Dataset<Row> table, SplitSource source, String name) {
        StructType schema = table.schema();
        List<ColumnRef> lists =
                Arrays.stream(Field.values())
                        .filter(Field::isList)
                        .flatMap(field -> source.column(field).lists().stream())
                        .toList();
        List<Column> texts = new ArrayList<>();
        for (String column : columnNames(source)) {
            boolean mayBeList = lists.contains(new ColumnRef.Name(column));
            DataType type = requireColumn(schema, column, mayBeList, name);
            Column found =
                    List.of(schema.fieldNames()).contains(column)
                            ? functions.col("`" + column.replace("`", "``") + "`")
                            : functions.col(column);
            texts.add(type instanceof ArrayType ? functions.to_json(found) : found.cast("string"));
        }
        return texts;
    }

    private static List<String> columnNames(SplitSource source) {
        return new ArrayList<>(
                source.columns().stream()
                        .filter(ColumnRef.Name.class::isInstance)
                        .map(column -> ((ColumnRef.Name) column).name())
                        .distinct()
                        .toList());
    }

    private static DataType requireColumn(
            StructType schema, String column, boolean mayBeList, String name) {
        DataType type =
                type(schema, column)
                        .orElseThrow(
                                () ->
                                        new DataFormatException(
                                                ("%s: no column \"%s\" among %s. Correct the column in"
                                                                + " the task's definition.")
                                                        .formatted(
                                                                name,
                                                                column,
                                                                List.of(schema.fieldNames()))));
        boolean isRead =
                mayBeList && type instanceof ArrayType list
                        ? isText(list.elementType())
                        : isText(type);
        if (!isRead) {
            throw new DataFormatException(
                    ("%s: column \"%s\" is of type %s, but has to be a text, a number or a "
                                    + "boolean%s. Correct the column in the task's definition.")
                            .formatted(
                                    name,
                                    column,
                                    type.simpleString(),
                                    mayBeList ? ", or a list of them" : ""));
        }
        return type;
    }

    /** Type of a column or, where dots lead into structs, of what stands at the end of the path. */
    private static Optional<DataType> type(StructType schema, String path) {
        if (List.of(schema.fieldNames()).contains(path)) {
            return Optional.of(schema.apply(path).dataType());
        }
        int dot = path.indexOf('.');
        return dot < 0
                ? Optional.empty()
                : type(schema, path.substring(0, dot))
                        .filter(StructType.class::isInstance)
                        .flatMap(type -> type((StructType) type, path.substring(dot + 1)));
    }

    private static boolean isText(DataType type) {
        return type instanceof StringType
                || type instanceof NumericType
                || type instanceof BooleanType;
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}

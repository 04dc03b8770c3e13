from flask import Blueprint, jsonify

many = Blueprint("many", __name__)


@many.get("/report/01")
# finding: package/stack-resources
def report_01():
    return jsonify(1)


@many.get("/report/02")
# ok: package/stack-resources
def report_02():
    return jsonify(2)


@many.get("/report/03")
def report_03():
    return jsonify(3)


@many.get("/report/04")
def report_04():
    return jsonify(4)


@many.get("/report/05")
def report_05():
    return jsonify(5)


@many.get("/report/06")
def report_06():
    return jsonify(6)


@many.get("/report/07")
def report_07():
    return jsonify(7)


@many.get("/report/08")
def report_08():
    return jsonify(8)


@many.get("/report/09")
def report_09():
    return jsonify(9)


@many.get("/report/10")
def report_10():
    return jsonify(10)


@many.get("/report/11")
def report_11():
    return jsonify(11)


@many.get("/report/12")
def report_12():
    return jsonify(12)


@many.get("/report/13")
def report_13():
    return jsonify(13)


@many.get("/report/14")
def report_14():
    return jsonify(14)


@many.get("/report/15")
def report_15():
    return jsonify(15)


@many.get("/report/16")
def report_16():
    return jsonify(16)


@many.get("/report/17")
def report_17():
    return jsonify(17)


@many.get("/report/18")
def report_18():
    return jsonify(18)


@many.get("/report/19")
def report_19():
    return jsonify(19)


@many.get("/report/20")
def report_20():
    return jsonify(20)


@many.get("/report/21")
def report_21():
    return jsonify(21)


@many.get("/report/22")
def report_22():
    return jsonify(22)


@many.get("/report/23")
def report_23():
    return jsonify(23)


@many.get("/report/24")
def report_24():
    return jsonify(24)


@many.get("/report/25")
def report_25():
    return jsonify(25)


@many.get("/report/26")
def report_26():
    return jsonify(26)


@many.get("/report/27")
def report_27():
    return jsonify(27)


@many.get("/report/28")
def report_28():
    return jsonify(28)


@many.get("/report/29")
def report_29():
    return jsonify(29)


@many.get("/report/30")
def report_30():
    return jsonify(30)


@many.get("/report/31")
def report_31():
    return jsonify(31)


@many.get("/report/32")
def report_32():
    return jsonify(32)


@many.get("/report/33")
def report_33():
    return jsonify(33)


@many.get("/report/34")
def report_34():
    return jsonify(34)


@many.get("/report/35")
def report_35():
    return jsonify(35)


@many.get("/report/36")
def report_36():
    return jsonify(36)


@many.get("/report/37")
def report_37():
    return jsonify(37)


@many.get("/report/38")
def report_38():
    return jsonify(38)


@many.get("/report/39")
def report_39():
    return jsonify(39)


@many.get("/report/40")
def report_40():
    return jsonify(40)


@many.get("/report/41")
def report_41():
    return jsonify(41)


@many.get("/report/42")
def report_42():
    return jsonify(42)


@many.get("/report/43")
def report_43():
    return jsonify(43)


@many.get("/report/44")
def report_44():
    return jsonify(44)


@many.get("/report/45")
def report_45():
    return jsonify(45)


@many.get("/report/46")
def report_46():
    return jsonify(46)


@many.get("/report/47")
def report_47():
    return jsonify(47)


@many.get("/report/48")
def report_48():
    return jsonify(48)


@many.get("/report/49")
def report_49():
    return jsonify(49)


@many.get("/report/50")
def report_50():
    return jsonify(50)


@many.get("/report/51")
def report_51():
    return jsonify(51)


@many.get("/report/52")
def report_52():
    return jsonify(52)


@many.get("/report/53")
def report_53():
    return jsonify(53)


@many.get("/report/54")
def report_54():
    return jsonify(54)


@many.get("/report/55")
def report_55():
    return jsonify(55)


@many.get("/report/56")
def report_56():
    return jsonify(56)


@many.get("/report/57")
def report_57():
    return jsonify(57)


@many.get("/report/58")
def report_58():
    return jsonify(58)


@many.get("/report/59")
def report_59():
    return jsonify(59)


@many.get("/report/60")
def report_60():
    return jsonify(60)


@many.get("/report/61")
def report_61():
    return jsonify(61)


@many.get("/report/62")
def report_62():
    return jsonify(62)


@many.get("/report/63")
def report_63():
    return jsonify(63)


@many.get("/report/64")
def report_64():
    return jsonify(64)


@many.get("/report/65")
def report_65():
    return jsonify(65)


@many.get("/report/66")
def report_66():
    return jsonify(66)


@many.get("/report/67")
def report_67():
    return jsonify(67)


@many.get("/report/68")
def report_68():
    return jsonify(68)


@many.get("/report/69")
def report_69():
    return jsonify(69)


@many.get("/report/70")
def report_70():
    return jsonify(70)


@many.get("/report/71")
def report_71():
    return jsonify(71)


@many.get("/report/72")
def report_72():
    return jsonify(72)


@many.get("/report/73")
def report_73():
    return jsonify(73)


@many.get("/report/74")
def report_74():
    return jsonify(74)


@many.get("/report/75")
def report_75():
    return jsonify(75)


@many.get("/report/76")
def report_76():
    return jsonify(76)


@many.get("/report/77")
def report_77():
    return jsonify(77)


@many.get("/report/78")
def report_78():
    return jsonify(78)


@many.get("/report/79")
def report_79():
    return jsonify(79)


@many.get("/report/80")
def report_80():
    return jsonify(80)


@many.get("/report/81")
def report_81():
    return jsonify(81)


@many.get("/report/82")
def report_82():
    return jsonify(82)


@many.get("/report/83")
def report_83():
    return jsonify(83)
